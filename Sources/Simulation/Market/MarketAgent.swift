/// A way to choose slates, and to learn from what comes of them.
package protocol MarketAgent {
    var name: String { get }
    /// Places in the candidates, best first.
    mutating func choose(_ observation: MarketObservation) -> [Int]
    mutating func learn(
        _ observation: MarketObservation, _ slate: [Int], _ reaction: MarketReaction)
    mutating func learn(_ late: MarketFeedback)
    /// Called once a simulated day, for those who learn at night.
    mutating func endDay()
}

extension MarketAgent {
    package mutating func learn(
        _ observation: MarketObservation, _ slate: [Int], _ reaction: MarketReaction
    ) {}
    package mutating func learn(_ late: MarketFeedback) {}
    package mutating func endDay() {}
}

extension Market {
    /// Lets an agent answer until a moment.
    ///
    /// - Parameters:
    ///   - agent: who chooses and learns.
    ///   - end: days from the start.
    ///   - measured: whether regret is counted, which takes as long as the rest.
    package mutating func run(
        _ agent: inout some MarketAgent, until end: Double, measured: Bool = false
    ) {
        var day = time.rounded(.down)
        while let observation = observe(before: end) {
            for late in takeFeedback() { agent.learn(late) }
            if time >= day + 1 {
                day = time.rounded(.down)
                agent.endDay()
            }
            let slate = agent.choose(observation)
            if measured { _ = regret(of: slate) }
            let reaction = act(slate)
            agent.learn(observation, slate, reaction)
        }
    }
}
