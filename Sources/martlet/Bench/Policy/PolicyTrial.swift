import Policy
import Primitives
import Simulation

/// Ways to choose slates, compared on the same simulated shoppers.
struct PolicyTrial {
    let start: Market
    /// What all learners start from: the ranker that learnt during the first days.
    let ranker: PolicyLearner
    let seed: UInt64

    /// Lets a learner learn from its own slates for some days.
    init(
        shop: Shop, parameters: MarketParameters, warmUp days: Double, seed: UInt64,
        settings: PolicySettings = PolicySettings()
    ) {
        self.seed = seed
        var market = Market(shop: shop, parameters: parameters, seed: seed)
        var settings = settings
        settings.farsight = 0
        settings.slateLength = parameters.slateLength
        let learner = PolicyLearner(
            state: MarketObservation.stateCount, candidate: MarketObservation.candidateCount,
            settings: settings, seed: seed)
        var agent = PolicyAgent(.online, learner)
        market.run(&agent, until: days)
        start = market
        ranker = learner
    }

    /// An agent that goes on from the ranker.
    func agent(
        _ mode: PolicyAgent.Mode, name: String? = nil,
        _ change: (inout PolicySettings) -> Void = { _ in }
    ) -> PolicyAgent {
        let learner = ranker.copy(
            { settings in
                settings.farsight = PolicySettings().farsight
                change(&settings)
            }, seed: seed)
        if mode == .online || mode == .incurious { learner.license() }
        return PolicyAgent(mode, learner, name: name)
    }

    /// What an agent earns a day from the start.
    func run(_ agent: some MarketAgent, days: Int) -> (rewards: [Double], tally: MarketTally) {
        var market = start
        var agent = agent
        let first = start.time.rounded()
        var rewards: [Double] = []
        for day in 1...max(1, days) {
            let before = market.tally.reward
            market.run(&agent, until: first + Double(day))
            rewards.append(market.tally.reward - before)
        }
        return (rewards, market.tally)
    }
}
