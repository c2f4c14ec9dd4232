import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// What shoppers opened for a query comes back for it, whatever words say, in a shop of few queries.
struct SearchMemoryTests {
    /// Lamps, and a torch that a rule puts first where somebody asks for a lamp, so that it is opened.
    private static func shop(_ scene: Scene) async throws {
        try await scene.items(12) { number, item in
            item.title = LocalizedText("Lamp model\(number)")
            item.brand = "Acme"
        }
        var torch = Item(id: "torch")
        torch.title = LocalizedText("Pocket torch")
        try await scene.engine.put([torch])
        var rule = Rule(id: "r")
        rule.condition.queries = ["lamp"]
        rule.action.pins = ["torch"]
        try await scene.engine.put(rule)
        for round in 0..<40 {
            let user = "u\(round % 8)"
            let answer = scene.engine.search(
                SearchRequest(query: "lamp", asker: Asker(user: user)))
            try await scene.send(.click, "torch", user: user) { $0.request = answer.request }
        }
        _ = try await scene.engine.remove(rule: "r")
        try await scene.engine.maintain()
    }

    private static func hits(
        _ scene: Scene, _ query: String, _ filter: Filter = Filter()
    ) -> [Answer.Hit] {
        var request = SearchRequest(query: query)
        request.filter = filter
        return scene.engine.search(request).hits
    }

    @Test(
        "it is found again, first, with its chance; also for the same in other words, but through no filter"
    )
    func remembered() async throws {
        try await Scene.with { scene in
            try await Self.shop(scene)
            #expect(!Self.hits(scene, "lamp").contains { $0.id == "torch" })
            let training = SearchTraining(
                directory: scene.folder, options: SearchTraining.Options())
            let order = try #require(try training.run().order)
            #expect(order.isServed && !order.isLearnt && order.gain > order.gainOfWords)
            // The encoder learnt it too: without one it is remembered alone.
            try FileSystem.replace("\(scene.folder)/models/encoder", with: Array("\n".utf8))
            try await scene.engine.settle()

            let answer = scene.engine.search(SearchRequest(query: "lamp"))
            let reason = try #require(answer.hits.first?.reasons.first)
            #expect(answer.hits.first?.id == "torch" && answer.total == 13)
            #expect(reason.kind == .chosen && reason.moved == 12)
            #expect((0.5...1).contains(reason.attraction ?? 0))
            #expect(zip(answer.hits, answer.hits.dropFirst()).allSatisfy { $0.score >= $1.score })
            #expect(Self.hits(scene, "lamps").contains { $0.id == "torch" })
            #expect(!Self.hits(scene, "desk lamp").contains { $0.id == "torch" })
            let acme = Self.hits(scene, "lamp", Filter(["brand": .anyOf(["acme"])]))
            #expect(acme.count == 12)
        }
    }
}
