import Arrangement
import Commerce
import Engine
import Policy
import Primitives
import TestSupport
import Testing

/// What a shop's policy learns while it serves, and how it is kept in check.
@Suite("Policy stage")
struct PolicyStageTests {
    static func configuration(
        _ change: (inout PolicyConfiguration) -> Void = { _ in }
    ) -> EngineConfiguration {
        var policy = PolicyConfiguration()
        policy.temperature = 1
        policy.ball = 3
        policy.leeway = 3
        policy.learningRate = 0.02
        policy.delay = 1
        policy.window = 10
        policy.holdout = 0
        policy.exploration = 0
        policy.promotes = false
        change(&policy)
        var configuration = EngineConfiguration()
        configuration.policy = policy
        var home = PlacementSettings(.home)
        home.arrangement.spread = 1
        configuration.placements[.home] = home
        return configuration
    }

    /// A shop of 20 items, each looked at by somebody.
    static func scene(
        _ directory: TemporaryDirectory, _ clock: ManualClock, _ configuration: EngineConfiguration
    ) async throws -> Scene {
        let engine = try Engine(
            path: directory.path, configuration: configuration, clock: clock.clock)
        let scene = Scene(engine: engine, folder: directory.path)
        try await scene.items(20)
        for number in 0..<20 { try await scene.send(.view, "i\(number)", user: "o\(number)") }
        return scene
    }

    static func ask(_ scene: Scene, _ visitor: String) -> Answer {
        var request = RecommendRequest(placement: .home, asker: Asker(visitor: visitor))
        request.limit = 8
        request.isExplained = true
        return scene.engine.recommend(request)
    }

    static func reward(_ scene: Scene, _ answer: Answer, _ item: String) async throws {
        try await scene.send(.click, item, visitor: "c") { $0.request = answer.request }
    }

    /// What the policy multiplied a score by.
    static func factor(_ hit: Answer.Hit) -> Double {
        let part = hit.explanation?.parts.first { $0.name.text == "policy" }?.value ?? 0
        return Double(hit.score / (hit.score - part))
    }

    @Test("rewards change what is served, within the ball; slates say by what, and replay")
    func learns() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        let configuration = Self.configuration()
        let scene = try await Self.scene(directory, clock, configuration)
        try await scene.engine.promotePolicy(nil)
        #expect(scene.engine.policy?.state == "serving")
        let first = Self.ask(scene, "v")
        #expect(first.hits.allSatisfy { abs(Self.factor($0) - 1) < 1e-5 })
        var served = [first.request]
        for number in 0..<120 {
            let answer = Self.ask(scene, "v\(number)")
            served.append(answer.request)
            for hit in answer.hits where hit.id == "i15" {
                try await Self.reward(scene, answer, hit.id)
            }
            clock.advance(0.4)
            if number % 4 == 3 { try await scene.engine.settle() }
        }
        let report = try #require(scene.engine.policy)
        #expect(report.rewards.credited > 0 && report.steps > 0)
        #expect(report.divergence > 0 && report.divergence <= 3)
        var liked: [Double] = []
        var others: [Double] = []
        for number in 0..<40 {
            for hit in Self.ask(scene, "w\(number)").hits {
                if hit.id == "i15" {
                    liked.append(Self.factor(hit))
                } else {
                    others.append(Self.factor(hit))
                }
            }
        }
        let mean = others.reduce(0, +) / Double(others.count)
        #expect(!liked.isEmpty && liked.allSatisfy { $0 > mean })
        let slate = try #require(try scene.engine.served(served.last ?? "")?.slate)
        #expect(slate.versions["policy"]?.string?.hasPrefix("p-1+") == true)
        #expect(slate.temperature == 1)
        try await scene.engine.close()

        let replay = try SlateReplay(directory: directory.path, configuration: configuration)
        for outcome in try replay.run(served) {
            #expect(outcome.differences.isEmpty, "\(outcome.differences)")
        }
    }

    @Test("what was learnt, the tilt included, goes on after a restart")
    func outlivesARestart() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        let configuration = Self.configuration { $0.learningRate = 1e-6 }
        let scene = try await Self.scene(directory, clock, configuration)
        try await scene.engine.promotePolicy(nil)
        for number in 0..<60 {
            let answer = Self.ask(scene, "v\(number)")
            try await Self.reward(scene, answer, answer.hits[number % 3].id)
            clock.advance(2)
            if number % 10 == 9 { try await scene.engine.settle() }
        }
        clock.advance(20)
        try await scene.engine.settle()
        func factors(_ scene: Scene) -> [String: Double] {
            var factors: [String: Double] = [:]
            for number in 0..<20 {
                for hit in Self.ask(scene, "w\(number)").hits { factors[hit.id] = Self.factor(hit) }
            }
            return factors
        }
        let before = factors(scene)
        // At this rate the network has not moved: it is the tilt that says something.
        #expect(before.values.contains { abs($0 - 1) > 0.05 })
        try await scene.engine.close()

        let again = try Engine(
            path: directory.path, configuration: configuration, clock: clock.clock)
        let after = factors(Scene(engine: again, folder: directory.path))
        for (item, factor) in before {
            guard let other = after[item] else { continue }
            #expect(abs(factor - other) < 1e-4, "\(item): \(factor), then \(other)")
        }
        try await again.close()
    }

    @Test("a canary outlives a restart")
    func canaryOutlivesARestart() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        // So few answers cannot tell what a candidate is worth: it is to answer some people.
        let configuration = Self.configuration {
            $0.gateAnswers = 50
            $0.promotes = true
            $0.canary = 0.5
        }
        let scene = try await Self.scene(directory, clock, configuration)
        for number in 0..<300 where scene.engine.policy?.state == "shadow" {
            let answer = Self.ask(scene, "v\(number)")
            if number % 3 == 0 { try await Self.reward(scene, answer, answer.hits[0].id) }
            clock.advance(1)
            if number % 10 == 9 { try await scene.engine.settle() }
        }
        let before = try #require(scene.engine.policy)
        #expect(before.state == "canary" && before.candidate != nil)
        try await scene.engine.close()

        let again = try Engine(
            path: directory.path, configuration: configuration, clock: clock.clock)
        #expect(again.policy?.state == "canary")
        #expect(again.policy?.candidate == before.candidate)
        try await again.promotePolicy(before.candidate)
        #expect(again.policy?.state == "serving" && again.policy?.candidate == nil)
        try await again.close()

        let last = try Engine(
            path: directory.path, configuration: configuration, clock: clock.clock)
        #expect(last.policy?.state == "serving" && last.policy?.candidate == nil)
        var changed = configuration
        changed.policy?.ball = 2
        #expect(last.use(configuration).isEmpty)
        #expect(last.use(changed) == ["policy"])
        try await last.close()
    }

    @Test("rewards that are late, unknown or of another item are counted and do nothing")
    func strayRewards() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        let scene = try await Self.scene(directory, clock, Self.configuration())
        let answer = Self.ask(scene, "v")
        try await scene.engine.settle()
        try await scene.send(.click, "i1", visitor: "v") { $0.request = "r-unknown" }
        let absent = try #require(
            (0..<20).map { "i\($0)" }.first { id in !answer.hits.contains { $0.id == id } })
        try await Self.reward(scene, answer, absent)
        try await scene.send(.click, answer.hits[0].id, visitor: "v", id: "once") {
            $0.request = answer.request
        }
        try await scene.send(.click, answer.hits[0].id, visitor: "v", id: "once") {
            $0.request = answer.request
        }
        // Their clocks say that it was long ago, and far ahead.
        for time in [1_600_000_000.0, 1_900_000_000] {
            try await scene.send(.click, answer.hits[1].id, visitor: "v") {
                $0.request = answer.request
                $0.time = Timestamp(seconds: time)
            }
        }
        try await scene.send(.click, answer.hits[2].id, visitor: "v") {
            $0.request = answer.request
            $0.consent = Consent(learn: false)
        }
        try await scene.engine.settle()
        clock.advance(11)
        try await Self.reward(scene, answer, answer.hits[3].id)
        try await scene.engine.settle()
        let report = try #require(scene.engine.policy)
        #expect(report.rewards.credited == 3)
        #expect(report.rewards.unknown == 2)
        #expect(report.rewards.late == 1)
        #expect(report.state == "shadow" && report.waiting == 0)
        #expect(Self.ask(scene, "v").hits.count == 8)
        try await scene.engine.close()
    }

    @Test("a policy that earns less is called back by itself, and what decided is kept")
    func plantedRegression() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        let configuration = Self.configuration {
            $0.holdout = 0.5
            $0.gateAnswers = 50
            $0.promotes = true
        }
        let scene = try await Self.scene(directory, clock, configuration)
        try await scene.engine.promotePolicy(nil)
        var answers = (treated: 0, others: 0)
        for number in 0..<400 where scene.engine.policy?.state == "serving" {
            let answer = Self.ask(scene, "v\(number)")
            let slate = try #require(try scene.engine.served(answer.request)?.slate)
            let isTreated = slate.policy["treated"] == .bool(true)
            if isTreated { answers.treated += 1 } else { answers.others += 1 }
            let isRewarded = isTreated ? answers.treated % 10 == 0 : answers.others % 4 != 0
            if isRewarded { try await Self.reward(scene, answer, answer.hits[0].id) }
            clock.advance(1)
            if number % 10 == 9 { try await scene.engine.settle() }
        }
        let report = try #require(scene.engine.policy)
        #expect(report.state == "shadow" && report.serving == nil)
        let verdict = try #require(report.verdicts.first { $0.outcome == .rollBack })
        #expect(verdict.author == .canary && verdict.version == "p-1")
        let evidence = try #require(verdict.evidence)
        #expect(evidence.candidate < evidence.incumbent)
        try await scene.engine.close()

        let again = try Engine(
            path: directory.path, configuration: configuration, clock: clock.clock)
        #expect(again.policy?.state == "shadow")
        #expect(again.policy?.verdicts == report.verdicts)
        try await again.close()
    }

    @Test("candidates are judged by the log of others, and what serves outlives a restart")
    func judgesAndReturns() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        let configuration = Self.configuration {
            $0.gateAnswers = 50
            $0.exploration = 0.2
        }
        let scene = try await Self.scene(directory, clock, configuration)
        for number in 0..<160 {
            let answer = Self.ask(scene, "v\(number)")
            if number % 3 == 0 { try await Self.reward(scene, answer, answer.hits[0].id) }
            clock.advance(1)
            if number % 10 == 9 { try await scene.engine.settle() }
        }
        let report = try #require(scene.engine.policy)
        let verdict = try #require(report.verdicts.first)
        #expect(verdict.author == .gate && verdict.evidence != nil)
        #expect(report.versions.contains { $0.version == verdict.version })
        let stored = try #require(try scene.engine.served(Self.ask(scene, "v").request)?.slate)
        #expect(stored.versions["policy"] == "ranker")
        try await scene.engine.maintain()
        let judged = try JudgedSlates(
            directory: directory.path, try #require(configuration.policy)
        ).decisions[verdict.version]
        #expect(try #require(judged).count >= 50)
        let clicks = try #require(judged).reduce(0) { $0 + $1.shown.reduce(0) { $0 + $1.reward } }
        #expect(clicks > 0)
        try await scene.engine.promotePolicy("p-1")
        await #expect(throws: EngineError.self) { try await scene.engine.promotePolicy("p-99") }
        try await scene.engine.close()

        let again = try Engine(
            path: directory.path, configuration: configuration, clock: clock.clock)
        #expect(again.policy?.serving == "p-1")
        try await again.rollBackPolicy()
        #expect(again.policy?.state == "shadow")
        try await again.close()
    }
}
