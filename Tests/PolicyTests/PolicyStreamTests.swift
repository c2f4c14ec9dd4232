import Policy
import Primitives
import Testing

/// A learner that others draw for, as in a shop's answers.
struct PolicyStreamTests {
    /// What comes of a slate drawn by `network`'s owner, ready to be learnt from.
    private func shown(
        _ number: Int, by learner: PolicyLearner, isTurned: Bool = false, _ rng: inout SeededRNG
    ) throws -> PolicyDecision {
        var decision = try #require(learner.draw(LearnerTests.question(number, &rng)))
        if isTurned { decision.question.state.reverse() }
        let outcome = LearnerTests.outcome(decision, &rng)
        if isTurned { decision.question.state.reverse() }
        (decision.clicked, decision.rewards) = (outcome.clicked, outcome.rewards)
        return decision
    }

    @Test("the tilt follows what was shown at once, before the network has made a step")
    func tiltFollowsTheStream() throws {
        let learner = LearnerTests.learner()
        var rng = SeededRNG(seed: 6)
        for number in 0..<200 {
            let decision = try shown(number, by: learner, &rng)
            #expect(learner.learn(shown: decision))
        }
        #expect(learner.steps == 0)
        let question = LearnerTests.question(0, &rng)
        let tilts = learner.tilt.tilts(
            question.state,
            (0..<LearnerTests.items).flatMap { item in
                (0..<learner.shape.candidate).map { $0 == item ? Float(1) : 0 }
            })
        let liked = (0..<LearnerTests.items).filter { ($0 % 2 == 0) == (question.state[0] == 1) }
        let others = (0..<LearnerTests.items).filter { !liked.contains($0) }
        let gap = liked.map { tilts[$0] }.reduce(0, +) - others.map { tilts[$0] }.reduce(0, +)
        #expect(gap > 1)
    }

    @Test("weights that are handed on make the same slates")
    func weightsHandOn() throws {
        let learner = LearnerTests.learner()
        var rng = SeededRNG(seed: 7)
        for number in 0..<400 {
            #expect(learner.learn(shown: try shown(number, by: learner, &rng)))
        }
        #expect(learner.learnFromStream())
        let other = LearnerTests.learner()
        other.take(learner.weights)
        other.evidence = learner.evidence
        for number in 0..<20 {
            let question = LearnerTests.question(number, &rng)
            let one = try #require(learner.rank(question, by: learner.evidence, leaning: true))
            let two = try #require(other.rank(question, by: learner.evidence, leaning: true))
            #expect(one.slate == two.slate)
        }
    }

    @Test("tastes that turn raise the alarm, which lasts until a policy is licensed")
    func alarm() throws {
        let learner = LearnerTests.learner { $0.batch = 16 }
        var rng = SeededRNG(seed: 9)
        func serve(_ numbers: Range<Int>, isTurned: Bool) throws {
            for number in numbers {
                let decision = try shown(number, by: learner, isTurned: isTurned, &rng)
                #expect(learner.learn(shown: decision))
                if number % 16 == 15 { #expect(learner.learnFromStream()) }
            }
        }
        learner.license()
        try serve(0..<4800, isTurned: false)
        #expect(learner.drift.alarms == 0 && !learner.isOutdated)
        try serve(4800..<6400, isTurned: true)
        #expect(learner.drift.alarms == 1 && learner.isOutdated)
        learner.license()
        #expect(!learner.isOutdated)
    }
}
