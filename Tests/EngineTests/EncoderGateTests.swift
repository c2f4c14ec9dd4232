import Commerce
import Engine
import TestSupport
import Testing

/// A shop's own encoder that makes searches worse is refused.
struct EncoderGateTests {
    private static let kinds = ["lamp", "kettle", "chair", "mug", "vase"]
    private static let colours = [
        "red", "blue", "green", "white", "black", "pink", "brown", "grey", "purple", "golden",
    ]
    private static let variants = ["alpha", "beta", "gamma"]
    private static let queries = kinds.flatMap { kind in colours.map { "\($0) \(kind)" } }
    private static let rounds = 20

    /// Words hold all variants of a thing for equal, and put the first first.
    private static func shop(_ scene: Scene) async throws {
        let items = queries.flatMap { query in
            variants.map { variant in
                var item = Item(id: "\(query) \(variant)")
                item.title = LocalizedText("\(query) \(variant)")
                return item
            }
        }
        try await scene.engine.put(items)
    }

    /// All open one variant, and in the last tenth of the answers, which judge, perhaps another one.
    private static func log(first: String, last: String) -> SearchLog {
        var log = SearchLog()
        for round in 0..<rounds {
            let wanted = round < rounds * 9 / 10 ? first : last
            for query in queries {
                log.add(query, variants.map { ("\(query) \($0)", $0 == wanted) })
            }
        }
        return log
    }

    @Test(
        "clicks that no longer hold teach an encoder that is behind words: it does not answer",
        arguments: [(last: "alpha", isPassed: false), (last: "gamma", isPassed: true)])
    func refused(last: String, isPassed: Bool) async throws {
        try await Scene.with { scene in
            try await Self.shop(scene)
            let outcome = try SearchTraining(
                directory: scene.folder, options: SearchTraining.Options()
            ).run(on: Self.log(first: "gamma", last: last))
            let encoder = try #require(outcome.encoder)
            #expect(encoder.judgment.questions == Self.queries.count * Self.rounds / 10)
            #expect(encoder.judgment.isPassed == isPassed, "\(encoder.judgment)")
            try await scene.engine.settle()
            #expect((scene.engine.statistics.encoded != nil) == isPassed)
            let hits = scene.engine.search(SearchRequest(query: "red lamp")).hits
            #expect(!hits.isEmpty)
            #expect(hits.allSatisfy { ($0.reasons.first?.nearness != nil) == isPassed })
        }
    }
}
