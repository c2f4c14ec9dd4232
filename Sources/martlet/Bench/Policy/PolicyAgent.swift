import Policy
import Simulation

/// Lets a learner shopkeep in a simulated market, in one of the ways that are compared.
struct PolicyAgent: MarketAgent {
    enum Mode: String, CaseIterable {
        /// Ranks by what it knew at the start.
        case frozen = "static"
        /// Ranks by what it knew last midnight, when it learnt from all it had seen.
        case nightly
        /// Draws, and learns from every slate.
        case online
        /// As `online`, without giving new items the benefit of the doubt.
        case incurious
        /// Learns from every slate and ranks by its critic, without any chance.
        case greedy
    }

    let name: String
    let learner: PolicyLearner
    /// Whether the network changes by what is learnt.
    var trains = true
    private let mode: Mode
    private var known: ItemEvidence
    private var decision: PolicyDecision?
    /// Who was shown what, until late rewards are over.
    private var people: [Int: Int] = [:]
    private var feedback = 0

    init(_ mode: Mode, _ learner: PolicyLearner, name: String? = nil) {
        self.name = name ?? mode.rawValue
        self.mode = mode
        self.learner = learner
        known = learner.evidence
    }

    mutating func choose(_ observation: MarketObservation) -> [Int] {
        let question = question(observation)
        switch mode {
        case .frozen, .nightly: decision = learner.rank(question, by: known)
        case .greedy: decision = learner.rank(question, by: learner.evidence, leaning: true)
        case .online: decision = learner.draw(question)
        case .incurious: decision = learner.draw(question, exploring: false)
        }
        people[observation.request] = observation.shopper
        return decision?.slate ?? []
    }

    /// What the learner holds to be best, without any chance.
    func greedySlate(_ observation: MarketObservation) -> [Int] {
        learner.rank(question(observation), by: learner.evidence, leaning: true)?.slate ?? []
    }

    private func question(_ observation: MarketObservation) -> PolicyQuestion {
        PolicyQuestion(
            request: String(observation.request), person: observation.shopper,
            time: observation.time, state: observation.state, items: observation.items,
            candidates: observation.candidates)
    }

    mutating func learn(
        _ observation: MarketObservation, _ slate: [Int], _ reaction: MarketReaction
    ) {
        guard mode != .frozen, let decision else { return }
        let weight = 5.0
        let rewards = zip(reaction.clicked, reaction.bought).map {
            ($0 ? 1 : 0) + ($1 ? weight : 0)
        }
        learner.learn(
            decision,
            PolicyOutcome(
                clicked: reaction.clicked, rewards: rewards,
                minutes: reaction.dwell.map { $0 / 60 }, state: reaction.state),
            trains: trains && mode != .nightly)
    }

    mutating func learn(_ late: MarketFeedback) {
        guard mode != .frozen, let person = people[late.request] else { return }
        feedback += 1
        learner.learn(
            reward: late.reward, id: String(feedback), person: person,
            request: String(late.request), item: late.item, time: late.time)
    }

    mutating func endDay() {
        guard mode == .nightly else { return }
        learner.trainAgain(epochs: 2)
        known = learner.evidence
    }
}
