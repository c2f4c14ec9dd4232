/// How a policy learns. Times are in days.
package struct PolicySettings: Hashable, Sendable {
    package var slateLength = 6
    /// Reward that comes a day later counts e to the power of −1/`patience`.
    package var patience = 7.0
    /// What the future counts beside the slate's own reward. 0 is a learner with discount 0, and the
    /// standard: in the simulated market 1 earned less over a week.
    package var farsight = 0.0
    /// How long after a slate its shopper's rewards are added up for the value network, and how long
    /// rewards of the slate itself are waited for.
    package var valueWindow = 1.0
    package var rewardWindow = 0.25
    /// The chance of an item grows with its estimated worth to this power: large is greedy. It takes the
    /// place of an entropy bonus.
    package var sharpness = 8.0
    /// The weight of the sampled policy gradient beside the step towards the critic's policy.
    package var sampledGradient = 0.05
    /// Importance weights of that gradient are cut here.
    package var weightMax = 5.0
    /// Of the ball around the licensed policy, in nats.
    package var trustRadius = 4.0
    /// Of the ball after a drift alarm, until a policy is licensed anew: what the licence was given for
    /// is gone then.
    package var alarmRadius = 50.0
    /// By how many clicks a slate the shortfall of a batch may be above its mean, and what more than
    /// that adds up to where the alarm is raised.
    package var alarmAllowance = 0.05
    package var alarmThreshold = 3.0
    /// The standard deviation of a weight of the `ClickTilt` of which nothing is known, and the days in
    /// which half of what it learnt is gone. A spread of 0 does without.
    package var tiltSpread = 0.7
    package var tiltHalfLife = 1.0
    package var learningRate: Float = 0.003
    package var batch = 32
    /// Further steps a batch, on slates drawn from the latest `recentMax`.
    package var replays = 2
    package var recentMax = 4096
    /// How many steps there are instead while the world has just changed, and for how long.
    package var alertReplays = 12
    package var alertDays = 0.1
    /// Slates with complete rewards that are kept for training again.
    package var replayMax = 20_000
    /// Items looked at less often than this are new: Thompson sampling decides how promising they are.
    package var youth = 30.0
    /// Slates that wait for rewards at most; past it the oldest are closed early.
    package var openMax = 200_000

    package init() {}
}
