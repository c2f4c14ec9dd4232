import Neural
import Policy
import Primitives
import Testing

/// A shop of ten items with two kinds of people, each of whom likes half of the items.
struct LearnerTests {
    static let items = 10

    static func question(_ number: Int, _ rng: inout SeededRNG) -> PolicyQuestion {
        let kind = rng.index(below: 2)
        let candidates = (0..<items).flatMap { item in
            (0..<items).map { Float($0 == item ? 1 : 0) }
        }
        return PolicyQuestion(
            request: "r\(number)", person: number % 50, time: Double(number) / 2000,
            state: [kind == 0 ? 1 : 0, kind == 1 ? 1 : 0], items: Array(0..<items),
            candidates: candidates)
    }

    static func outcome(_ decision: PolicyDecision, _ rng: inout SeededRNG) -> PolicyOutcome {
        let likesEven = decision.question.state[0] == 1
        let clicked = decision.slate.enumerated().map { position, item in
            let liking = (item % 2 == 0) == likesEven ? 0.6 : 0.05
            return rng.chance(liking / (1 + 0.3 * Double(position)))
        }
        return PolicyOutcome(
            clicked: clicked, rewards: clicked.map { $0 ? 1 : 0 },
            minutes: clicked.map { $0 ? 0.5 : 0 }, state: decision.question.state)
    }

    static func learner(_ change: (inout PolicySettings) -> Void = { _ in }) -> PolicyLearner {
        var settings = PolicySettings()
        settings.slateLength = 4
        change(&settings)
        return PolicyLearner(state: 2, candidate: items, settings: settings, seed: 1)
    }

    private func share(_ learner: PolicyLearner, from: Int, _ rng: inout SeededRNG) throws -> Double
    {
        var good = 0
        for number in from..<from + 200 {
            let question = Self.question(number, &rng)
            let decision = try #require(learner.draw(question))
            good += decision.slate.count { ($0 % 2 == 0) == (question.state[0] == 1) }
        }
        return Double(good) / 800
    }

    @Test func learnsWhoLikesWhatFromWhatItDrew() throws {
        let learner = Self.learner()
        var rng = SeededRNG(seed: 8)
        for number in 0..<6000 {
            let decision = try #require(learner.draw(Self.question(number, &rng)))
            learner.learn(decision, Self.outcome(decision, &rng))
        }
        let good = try share(learner, from: 6000, &rng)
        #expect(good > 0.85)
        #expect(zip(learner.looks, learner.looks.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test func theBallHoldsALearnerBack() throws {
        let learner = Self.learner { $0.trustRadius = 0.02 }
        learner.license()
        var rng = SeededRNG(seed: 8)
        for number in 0..<6000 {
            let decision = try #require(learner.draw(Self.question(number, &rng), exploring: false))
            learner.learn(decision, Self.outcome(decision, &rng))
        }
        let held = try share(learner, from: 6000, &rng)
        learner.license()
        let free = try share(learner, from: 7000, &rng)
        #expect(held < 0.7)
        #expect(free > held + 0.1)
    }

    @Test func sameSeedSameSlates() throws {
        func slates() throws -> [[Int]] {
            let learner = Self.learner()
            var rng = SeededRNG(seed: 3)
            return try (0..<300).map { number in
                let decision = try #require(learner.draw(Self.question(number, &rng)))
                learner.learn(decision, Self.outcome(decision, &rng))
                return decision.slate
            }
        }
        let first = try slates()
        let again = try slates()
        #expect(first == again)
    }

    @Test func whatIsNoNumberDoesNoHarm() throws {
        let learner = Self.learner()
        var rng = SeededRNG(seed: 5)
        var question = Self.question(0, &rng)
        question.state[0] = .nan
        #expect(learner.draw(question) == nil)
        question = Self.question(0, &rng)
        question.candidates.removeLast()
        #expect(learner.draw(question) == nil)
        let decision = try #require(learner.draw(Self.question(0, &rng)))
        for spoil in [Double.nan, .infinity, -.infinity] {
            var outcome = Self.outcome(decision, &rng)
            outcome.rewards[0] = spoil
            learner.learn(decision, outcome)
            learner.learn(reward: spoil, id: "x", person: 0, request: "r0", item: 0, time: 0)
        }
        #expect(learner.refused == 5)
        #expect(learner.ledger.counts.notFinite == 3)
        for number in 1..<200 {
            let decision = try #require(learner.draw(Self.question(number, &rng)))
            learner.learn(decision, Self.outcome(decision, &rng))
        }
        #expect(learner.network.weights.allSatisfy { $0.array.allSatisfy { $0.isFinite } })
    }

    /// Of two items with the same clicks, one leaves people in a state that brings more later.
    @Test func farsightPrefersWhatBringsPeopleBack() throws {
        func share(farsight: Double) throws -> Double {
            let learner = Self.learner {
                $0.slateLength = 1
                $0.farsight = farsight
                $0.valueWindow = 0.1
                $0.rewardWindow = 0.05
            }
            var rng = SeededRNG(seed: 4)
            var pleased = 0.5
            var good = 0
            for number in 0..<8000 {
                var question = Self.question(number, &rng)
                question.person = number
                question.state = [Float(pleased), 1]
                question.items = [0, 1]
                question.candidates = (0..<2).flatMap { item in
                    (0..<Self.items).map { Float($0 == item ? 1 : 0) }
                }
                let decision = try #require(learner.draw(question, exploring: false))
                let isGood = decision.slate[0] == 0
                if number >= 6000, isGood { good += 1 }
                let clicked = rng.chance(0.5)
                pleased = rng.uniform()
                let after = clicked ? (isGood ? 1.0 : 0) : pleased
                learner.learn(
                    decision,
                    PolicyOutcome(
                        clicked: [clicked], rewards: [clicked ? 1 : 0], minutes: [0],
                        state: [Float(after), 1]))
                // Who is pleased brings ten soon after, by another slate of the same person.
                guard rng.chance(after) else { continue }
                var later = question
                later.request = "l\(number)"
                later.time += 1e-4
                later.state = [0.5, 1]
                let bought = try #require(learner.draw(later, exploring: false))
                learner.learn(
                    bought,
                    PolicyOutcome(
                        clicked: [true], rewards: [10], minutes: [0], state: [0.5, 1]),
                    trains: false)
            }
            return Double(good) / 2000
        }
        let near = try share(farsight: 0)
        let far = try share(farsight: 1)
        #expect(far > near + 0.15, "\(far) against \(near)")
    }
}
