import Arrangement
import Commerce
import Engine
import Primitives
import TestSupport
import Testing

/// What was served can be made again from the log.
@Suite("Replay")
struct ReplayTests {
    static let ids = (0..<30).map { "i\($0)" }

    @Test(
        "answers of all kinds, over fits and swaps of models, with and without chance",
        arguments: [1, 2])
    func many(seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        var configuration = EngineConfiguration()
        configuration.fitEvents = 60
        if seed == 2 {
            var home = PlacementSettings(.home)
            home.arrangement.temperature = 0.5
            home.arrangement.newMin = 1
            configuration.placements[.home] = home
        }
        let engine = try Engine(path: directory.path, configuration: configuration)
        let scene = Scene(engine: engine, folder: directory.path)
        try await scene.items(30) { number, item in
            item.title = LocalizedText("\(["Lamp", "Cup", "Rug"][number % 3]) \(number)")
            item.categories = [["Aisle \(number % 3)"]]
        }
        var random = SeededRNG(seed: seed)
        var served: [String] = []
        for round in 0..<6 {
            if round == 2 || round == 4 {
                try RandomModel(items: Self.ids, seed: UInt64(round))
                    .promote("m-\(round)", in: directory.path)
            }
            for _ in 0..<40 {
                let type = random.pick([EventType.view, .view, .purchase, .impression])
                try await scene.send(
                    type, random.pick(Self.ids), user: "u\(random.index(below: 6))")
            }
            try await engine.settle()
            for placement in Placement.allCases {
                var request = RecommendRequest(
                    placement: placement, asker: Asker(user: "u\(random.index(below: 6))"))
                request.items = [random.pick(Self.ids), random.pick(Self.ids)]
                request.exclude = [random.pick(Self.ids)]
                request.limit = 5
                request.paging = true
                if random.chance(0.3) { request.filter = Filter(["category": .anyOf(["aisle 1"])]) }
                let page = engine.recommend(request)
                served.append(page.request)
                if let cursor = page.cursor { served.append(try engine.next(cursor).request) }
            }
            var search = SearchRequest(query: "lamp", asker: Asker(user: "u1"))
            search.order = random.chance(0.3) ? .popularity : .relevance
            served.append(engine.search(search).request)
        }
        try await engine.close()

        let replay = try SlateReplay(directory: directory.path, configuration: configuration)
        let outcomes = try replay.run(served.reversed())
        #expect(outcomes.count == served.count)
        #expect(Set(outcomes.compactMap { $0.slate.versions["model"]?.string }) == ["m-2", "m-4"])
        #expect(outcomes.contains { $0.slate.versions["linear"] != nil })
        for outcome in outcomes {
            #expect(
                outcome.differences.isEmpty,
                "\(outcome.slate.place) at \(outcome.slate.offset): \(outcome.differences)")
        }
    }

    @Test("what changed since is said")
    func differences() async throws {
        let directory = TemporaryDirectory()
        let engine = try Engine(path: directory.path)
        let scene = Scene(engine: engine, folder: directory.path)
        try await scene.items(5)
        for item in Self.ids.prefix(5) { try await scene.send(.view, item, user: "o") }
        let request = engine.recommend(RecommendRequest(placement: .trending)).request
        try await engine.remove(items: ["i3"])
        // Later events are of no account.
        try await scene.send(.purchase, "i0", user: "o")
        try await engine.close()
        let outcome = try #require(try SlateReplay(directory: directory.path).run([request]).first)
        #expect(outcome.differences.contains { $0.contains("i3 cannot be bought any more") })
        let error = #expect(throws: EngineError.self) {
            try SlateReplay(directory: directory.path).run(["r-unknown"])
        }
        #expect(error?.code == .notFound)
    }
}
