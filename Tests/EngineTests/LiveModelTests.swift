import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// A promoted model in the answers: taken over while serving, and never in the way of them.
struct LiveModelTests {
    static let ids = (0..<45).map { "i\($0)" }

    /// Answers of an engine whose states were built event by event, with late events, links and
    /// long histories, equal those of one that read the log at once.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func liveAnswersEqualRebuiltOnes(seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        try RandomModel(items: Self.ids, seed: seed).promote("m-1", in: directory.path)
        var history = RandomHistory(seed: seed)
        let engine = try Engine(path: directory.path)
        try await engine.put(history.items())
        var asked = history.answers(of: engine)
        for round in 0..<12 {
            for event in history.events(50) { _ = try await engine.append([event]) }
            if round % 3 == 0 { try await engine.put(history.someItems()) }
            asked = history.answers(of: engine)
        }
        #expect(engine.statistics.modelStates > 6)
        #expect(asked.joined().contains { $0.contains("model") })
        try await engine.close()
        FileSystem.remove(directory.path + "/state.snapshot")
        let rebuilt = try Engine(path: directory.path)
        #expect(asked == history.answers(of: rebuilt), "seed \(seed)")
        try await rebuilt.close()
    }

    @Test("a model counts from its promotion to its rollback; slates name it")
    func promotion() async throws {
        try await Scene.with { scene in
            try await scene.items(20)
            for item in 0..<3 { try await scene.send(.view, "i\(item)", user: "u") }
            let before = scene.answer("u")
            #expect(before.versions["model"] == nil)
            for (version, seed) in [("m-1", 1), ("m-2", 2)] {
                let last = scene.answer("u").hits
                let model = RandomModel(items: Self.ids, seed: UInt64(seed))
                try model.promote(version, in: scene.folder)
                #expect(scene.answer("u").hits == last)
                try await scene.engine.settle()
                #expect(scene.answer("u").versions["model"]?.string == version)
                #expect(scene.answer("u").hits != last)
            }
            let registry = ModelRegistry(directory: scene.folder)
            #expect(try registry.rollBack() == "m-1")
            try await scene.engine.settle()
            #expect(scene.answer("u").versions["model"]?.string == "m-1")
            #expect(try registry.rollBack() == nil)
            try await scene.engine.settle()
            #expect(scene.answer("u").hits == before.hits)
        }
    }

    @Test("swapped under load: no request fails, and each answer is one version's alone")
    func swaps() async throws {
        try await Scene.with { scene in
            try await scene.items(45)
            for step in 0..<30 { try await scene.send(.view, "i\(step % 7)", user: "u") }
            var expected: [String: [String]] = ["": scene.answer("u").hits]
            let registry = ModelRegistry(directory: scene.folder)
            for (version, seed) in [("m-1", 11), ("m-2", 12), ("m-3", 13)] {
                let model = RandomModel(items: Self.ids, seed: UInt64(seed))
                try model.promote(version, in: scene.folder)
                try await scene.engine.settle()
                expected[version] = scene.answer("u").hits
            }
            #expect(Set(expected.values).count == 4)
            let answers = try await withThrowingTaskGroup(of: [Answered].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var answers: [Answered] = []
                        while !Task.isCancelled {
                            answers.append(scene.answer("u"))
                            await Task.yield()
                        }
                        return answers
                    }
                }
                for round in 0..<30 {
                    if round % 5 == 4 { _ = try registry.rollBack() }
                    try registry.promote("m-\(1 + round % 3)")
                    try await scene.engine.settle()
                }
                group.cancelAll()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let seen = Set(answers.map { $0.versions["model"]?.string ?? "" })
            #expect(seen.count > 1)
            for answer in answers {
                let version = answer.versions["model"]?.string ?? ""
                #expect(answer.hits == expected[version], "\(version)")
            }
        }
    }

    enum Damage: CaseIterable { case missing, truncated, foreign, otherKinds, namesTwice }

    @Test(
        "a file that is no such model is named, and what was there serves on",
        arguments: Damage.allCases)
    func damage(_ damage: Damage) async throws {
        try await Scene.with { scene in
            try await scene.items(20)
            try await scene.send(.view, "i1", user: "u")
            try RandomModel(items: Self.ids, seed: 1).promote("m-1", in: scene.folder)
            try await scene.engine.settle()
            let good = scene.answer("u")
            let path = ModelRegistry(directory: scene.folder).path(of: "m-2")
            try RandomModel(items: Self.ids, seed: 2).save(to: path)
            switch damage {
            case .missing, .truncated:
                let bytes = try FileSystem.read(path)
                try FileSystem.replace(path, with: Array(bytes.prefix(bytes.count / 2)))
            case .foreign: try FileSystem.replace(path, with: Array("not a model at all".utf8))
            case .otherKinds:
                try RandomModel(items: Self.ids, seed: 2, actions: 9).save(to: path)
            case .namesTwice:
                let ids = Self.ids.map { $0 == "i3" ? "i4" : $0 }
                try RandomModel(items: ids, seed: 2).save(to: path)
            }
            try ModelRegistry(directory: scene.folder).promote("m-2")
            if damage == .missing { FileSystem.remove(path) }
            try await scene.engine.settle()
            let error = await #expect(throws: (any Error).self) {
                try await scene.engine.maintain()
            }
            #expect("\(try #require(error))".contains("m-2"))
            try await scene.engine.maintain()
            #expect(scene.answer("u").hits == good.hits)
            #expect(scene.answer("u").versions["model"]?.string == "m-1")
            // A start finds it too, and serves without.
            try await scene.engine.close()
            let again = try Engine(path: scene.folder)
            #expect(again.statistics.model == nil)
            #expect(again.statistics.items == 20)
            try await again.close()
        }
    }

    @Test("states stay within their bytes, and answers do not depend on which are kept")
    func bound() async throws {
        let directories = [TemporaryDirectory(), TemporaryDirectory()]
        var answers: [[[String]]] = []
        for (directory, bytes) in zip(directories, [20_000, 1 << 30]) {
            try RandomModel(items: Self.ids, seed: 5).promote("m-1", in: directory.path)
            var configuration = EngineConfiguration()
            configuration.statesBytesMax = bytes
            let clock = ManualClock()
            let engine = try Engine(
                path: directory.path, configuration: configuration, clock: clock.clock)
            let scene = Scene(engine: engine, folder: directory.path)
            try await scene.items(45)
            var random = SeededRNG(seed: 3)
            for step in 0..<600 {
                try await scene.send(
                    .view, "i\(random.index(below: 45))", user: "u\(random.index(below: 40))",
                    id: "e\(step)")
                clock.advance(1)
                _ = scene.ids(.home, user: "u\(random.index(below: 40))")
            }
            answers.append((0..<40).map { scene.answer("u\($0)").hits })
            let statistics = engine.statistics
            #expect(statistics.modelStateBytes <= bytes)
            #expect(statistics.modelStates > 0)
            #expect((statistics.modelStatesDropped > 0) == (bytes == 20_000))
            try await engine.close()
        }
        #expect(answers[0] == answers[1])
    }

    @Test("forgetting drops the state; who said no to personal answers gets none")
    func consent() async throws {
        try await Scene.with { scene in
            try await scene.items(45)
            try RandomModel(items: Self.ids, seed: 5).promote("m-1", in: scene.folder)
            try await scene.engine.settle()
            try await scene.send(.view, "i1", user: "u")
            try await scene.send(.view, "i1", session: "s")
            try await scene.send(.view, "i1", session: "t") {
                $0.consent = Consent(personalise: false)
            }
            let nobody = scene.answer("nobody").hits
            #expect(scene.answer("u").hits != nobody)
            #expect(scene.ids(.home, session: "s") != scene.ids(.home))
            #expect(scene.ids(.home, session: "t") == scene.ids(.home))
            #expect(scene.engine.statistics.modelStates == 2)
            _ = try await scene.engine.forget(.user("u"))
            #expect(scene.engine.statistics.modelStates == 1)
            _ = try await scene.engine.forget(.session("s"))
            #expect(scene.engine.statistics.modelStates == 0)
        }
    }

    @Test("what cannot be bought or does not pass a filter is not among what it brings in")
    func stock() async throws {
        try await Scene.with { scene in
            try await scene.items(45) { $1.brand = $0 % 9 == 0 ? "Rare" : "Plain" }
            try RandomModel(items: Self.ids, seed: 5).promote("m-1", in: scene.folder)
            try await scene.engine.settle()
            try await scene.send(.view, "i1", user: "u")
            let all = scene.ids(.home, user: "u")
            let first = try #require(all.first)
            var gone = try #require(scene.engine.item(first))
            gone.stock = 0
            try await scene.engine.put([gone])
            #expect(!scene.ids(.home, user: "u").contains(first))
            #expect(scene.ids(.home, user: "u").first == all[1])
            gone.stock = nil
            try await scene.engine.put([gone])
            #expect(scene.ids(.home, user: "u") == all)
            try await scene.engine.remove(items: [first])
            #expect(!scene.ids(.home, user: "u").contains(first))
            let rare = scene.ids(
                .home, user: "u", filter: Filter(["brand": .anyOf(["rare"])]))
            #expect(rare.count >= 4 && rare.allSatisfy { (Int($0.dropFirst()) ?? 1) % 9 == 0 })
        }
    }
}

/// An answer and what its slate says made it.
struct Answered: Sendable {
    var hits: [String]
    var versions: Fields
}

extension Scene {
    /// What a user's home page shows, scores and reasons included.
    func answer(_ user: String) -> Answered {
        let request = RecommendRequest(placement: .home, asker: Asker(user: user))
        let answer = engine.recommend(request)
        let hits = answer.hits.map { "\($0.id) \($0.score) \($0.reasons.map { "\($0.kind)" })" }
        let slate = try? engine.served(answer.request)?.slate
        return Answered(hits: hits, versions: slate?.versions ?? Fields())
    }
}
