import Policy
import Primitives
import Simulation

/// What happens to a learner when the world changes under it.
extension PolicyTrial {
    /// Expected reward as a share of the best slates', by step of time.
    struct Course {
        var shares: [Double] = []
        /// Shown, when it was among the candidates, of an item under watch.
        var exposure: [Double] = []
    }

    /// Lets an agent go on, and looks at what its slates are truly worth.
    ///
    /// - Parameters:
    ///   - agent: changed as it learns.
    ///   - market: changed as time goes by.
    ///   - steps: how many steps of time.
    ///   - length: of a step, in days.
    ///   - watched: an item whose exposure is counted.
    /// - Returns: shares and exposure, step by step.
    static func course(
        of agent: inout PolicyAgent, in market: inout Market, steps: Int, length: Double,
        watched: Int? = nil
    ) -> Course {
        var course = Course()
        for _ in 0..<steps {
            let end = market.time + length
            var (earned, best, offered, shown) = (0.0, 0.0, 0.0, 0.0)
            while let observation = market.observe(before: end) {
                for late in market.takeFeedback() { agent.learn(late) }
                let slate = agent.choose(observation)
                earned += market.expectedReward(of: slate)
                best += market.expectedReward(of: market.bestSlate())
                if let watched, observation.items.contains(watched) {
                    offered += 1
                    if slate.contains(where: { observation.items[$0] == watched }) { shown += 1 }
                }
                agent.learn(observation, slate, market.act(slate))
            }
            course.shares.append(best > 0 ? earned / best : 0)
            course.exposure.append(offered > 0 ? shown / offered : 0)
        }
        return course
    }

    /// An abrupt change of taste of half the cohorts: the share of the loss that is made good in each
    /// half hour after, for a learner and for the frozen ranker.
    func shock(hours: Int) -> (before: Double, online: [Double], frozen: [Double]) {
        var learning = agent(.online)
        var market = start
        let before = Self.course(of: &learning, in: &market, steps: 1, length: 1.0 / 12).shares[0]
        market.overturnFashion(ofCohorts: 0..<Market.cohortCount / 2)
        var still = PolicyAgent(.incurious, learning.learner.copy(seed: seed))
        still.trains = false
        var other = market
        let length = 1.0 / 48
        let online = Self.course(of: &learning, in: &market, steps: 2 * hours, length: length)
        let frozen = Self.course(of: &still, in: &other, steps: 2 * hours, length: length)
        return (before, online.shares, frozen.shares)
    }

    /// How often a truly good new item is shown when it is among the candidates, in each ten minutes
    /// after it came, beside how often the best slates hold it.
    func launch(hours: Int) -> (shown: [Double], fair: [Double]) {
        var learning = agent(.online)
        var market = start
        let item = market.shop.items.count - 1
        market.launch(item)
        var oracle = market
        let steps = 6 * hours
        let course = Self.course(
            of: &learning, in: &market, steps: steps, length: 1.0 / 144, watched: item)
        let fair = (0..<steps).map { _ in
            let end = oracle.time + 1.0 / 144
            var (offered, shown) = (0.0, 0.0)
            while let observation = oracle.observe(before: end) {
                let slate = oracle.bestSlate()
                if observation.items.contains(item) {
                    offered += 1
                    if slate.contains(where: { observation.items[$0] == item }) { shown += 1 }
                }
                _ = oracle.act(slate)
            }
            return offered > 0 ? shown / offered : 0
        }
        return (course.exposure, fair)
    }

    /// What drawing costs: expected reward of the slates drawn below that of the slates that the same
    /// learner holds to be best, as a share of the latter.
    func explorationCost(days: Double) -> Double {
        var learning = agent(.online)
        var market = start
        let end = market.time + days
        var (drawn, greedy) = (0.0, 0.0)
        while let observation = market.observe(before: end) {
            for late in market.takeFeedback() { learning.learn(late) }
            let best = learning.greedySlate(observation)
            let slate = learning.choose(observation)
            drawn += market.expectedReward(of: slate)
            greedy += market.expectedReward(of: best)
            learning.learn(observation, slate, market.act(slate))
        }
        return greedy > 0 ? 1 - drawn / greedy : 0
    }
}
