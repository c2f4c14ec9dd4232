import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// What a search learns from the clicks on its own answers.
struct SearchTrainingTests {
    /// Enough for a learner that is taught by queries.
    private static let kinds = [
        "lamp", "kettle", "chair", "table", "mug", "plate", "knife", "towel", "pillow", "mirror",
        "vase", "clock",
    ].flatMap { kind in
        [
            "red", "blue", "green", "white", "black", "pink", "brown", "grey", "purple", "yellow",
            "orange", "golden",
        ].map { "\($0) \(kind)" }
    }
    private static let variants = 5

    private static func ids(_ scene: Scene, _ query: String) -> [String] {
        scene.engine.search(SearchRequest(query: query)).hits.map(\.id)
    }

    /// Of each kind shoppers want the one that words put last.
    private static func wanted(_ scene: Scene) async throws -> [String: String] {
        let items = kinds.flatMap { kind in
            (0..<variants).map { number in
                var item = Item(id: "\(kind)\(number)")
                let words = (0..<number).map { "w\($0)" }.joined(separator: " ")
                item.title = LocalizedText("\(kind) \(words)")
                return item
            }
        }
        try await scene.engine.put(items)
        var wanted: [String: String] = [:]
        for kind in kinds { wanted[kind] = ids(scene, kind).prefix(variants).last }
        for round in 0..<14 {
            var clicks: [Event] = []
            for kind in kinds {
                let user = "u\(round % 7)"
                let answer = scene.engine.search(
                    SearchRequest(query: kind, asker: Asker(user: user)))
                var click = Event(id: scene.engine.newEventID(), type: .click)
                click.item = wanted[kind]
                click.user = user
                click.request = answer.request
                clicks.append(click)
            }
            _ = try await scene.engine.append(clicks)
        }
        try await scene.engine.maintain()
        return wanted
    }

    @Test("a trained order puts what was opened first, says so, and is taken over at once")
    func order() async throws {
        try await Scene.with { scene in
            let wanted = try await Self.wanted(scene)
            let before = Self.kinds.map { Self.ids(scene, $0).firstIndex(of: wanted[$0] ?? "") }
            let training = SearchTraining(
                directory: scene.folder, options: SearchTraining.Options())
            let outcome = try training.run()
            #expect(outcome.queries == Self.kinds.count && outcome.encoder != nil)
            let order = try #require(outcome.order)
            #expect(order.isServed && order.gain > order.gainOfWords, "\(outcome)")
            try await scene.engine.settle()
            let encoded = try #require(scene.engine.statistics.encoded)
            #expect(encoded.items == encoded.all && encoded.all == outcome.items)
            let after = Self.kinds.map { Self.ids(scene, $0).firstIndex(of: wanted[$0] ?? "") }
            let risen = zip(before, after).count { ($0 ?? .max) > ($1 ?? .max) }
            #expect(2 * risen > Self.kinds.count, "\(before) to \(after)")
            let answer = scene.engine.search(SearchRequest(query: Self.kinds[0]))
            let moved = answer.hits.compactMap { $0.reasons.first?.moved }
            #expect(moved.contains { $0 > 0 } && moved.contains { $0 < 0 })
            #expect(answer.hits.allSatisfy { $0.reasons.first?.nearness != nil })
            #expect(zip(answer.hits, answer.hits.dropFirst()).allSatisfy { $0.score >= $1.score })
            let slate = try #require(try scene.engine.served(answer.request)).slate
            #expect(slate.versions["order"]?.string == order.version)
            #expect(slate.versions["encoder"]?.string == outcome.encoder?.version)
        }
    }

    @Test("without clicks the encoder alone is trained, and words go on to order")
    func encoderAlone() async throws {
        try await Scene.with { scene in
            try await scene.items(20)
            let outcome = try SearchTraining(
                directory: scene.folder, options: SearchTraining.Options()
            ).run()
            let encoder = try #require(outcome.encoder)
            #expect(outcome.order == nil && outcome.answers == 0)
            #expect(encoder.judgment.questions == 20 && encoder.judgment.isPassed, "\(encoder)")
            try await scene.engine.settle()
            #expect(scene.engine.statistics.encoded?.items == 20)
        }
    }

    @Test("a damaged order is named, and words go on to order")
    func damaged() async throws {
        try await Scene.with { scene in
            _ = try await Self.wanted(scene)
            let words = Self.ids(scene, "red lamp")
            let outcome = try SearchTraining(
                directory: scene.folder, options: SearchTraining.Options()
            ).run()
            let order = try #require(outcome.order)
            let file = "\(scene.folder)/models/\(order.version).signals"
            try FileSystem.replace(file, with: Array(try FileSystem.read(file).dropLast(9)))
            try await scene.engine.settle()
            await #expect(throws: (any Error).self) { try await scene.engine.settle() }
            #expect(Set(Self.ids(scene, "red lamp")).isSuperset(of: words))
        }
    }
}
