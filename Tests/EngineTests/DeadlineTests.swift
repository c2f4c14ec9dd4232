import Commerce
import Engine
import TestSupport
import Testing

@Suite("Time that runs out")
struct DeadlineTests {
    @Test("goes without the model, says so, and is made again likewise")
    func zero() async throws {
        let directory = TemporaryDirectory()
        var hurried = EngineConfiguration()
        var home = PlacementSettings(.home)
        home.deadline = 0
        hurried.placements[.home] = home
        let engine = try Engine(path: directory.path, configuration: hurried)
        let scene = Scene(engine: engine, folder: directory.path)
        try await scene.items(30)
        for item in 0..<5 { try await scene.send(.view, "i\(item)", user: "u") }
        let request = RecommendRequest(placement: .home, asker: Asker(user: "u"))
        let before = engine.recommend(request)
        #expect(before.fallback == nil, "there is no model to do without")
        try RandomModel(items: (0..<45).map { "i\($0)" }, seed: 1).promote(
            "m-1", in: directory.path)
        try await engine.settle()
        let without = engine.recommend(request)
        #expect(without.fallback == "sources")
        #expect(without.hits.map(\.id) == before.hits.map(\.id))
        #expect(without.stages.map(\.stage) == [.retrieve, .rank, .arrange])
        // What is set anew holds from the next answer on, for which there is a minute.
        home.deadline = 60_000
        hurried.placements[.home] = home
        #expect(engine.use(hurried).isEmpty)
        let with = engine.recommend(request)
        #expect(with.fallback == nil)
        #expect(with.hits.map(\.id) != before.hits.map(\.id))
        try await engine.close()
        let outcomes = try SlateReplay(directory: directory.path, configuration: hurried)
            .run([without.request, with.request])
        #expect(outcomes.count == 2 && outcomes.allSatisfy(\.differences.isEmpty))
    }
}
