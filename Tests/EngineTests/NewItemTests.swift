import Commerce
import Engine
import Neural
import Primitives
import SequenceModel
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Items that the promoted model has not met: ranked by what their content makes of them.
struct NewItemTests {
    private static let met = (0..<30).map { "a\($0)" }
    private static let brands = (0..<8).map { "Brand \($0)" }

    private static func item(_ id: String, brand: Int) -> Item {
        var item = Item(id: id)
        item.brand = brands[brand % brands.count]
        return item
    }

    /// What the model has met. What is viewed here has no brand: nothing but the model leads from it
    /// to new items.
    private static var metItems: [Item] {
        met.enumerated().map { $0 < 10 ? Item(id: $1) : item($1, brand: $0) }
    }

    private static func answer(_ scene: Scene, exclude: [String] = []) -> [Answer.Hit] {
        var request = RecommendRequest(placement: .home, asker: Asker(user: "u"))
        request.limit = 100
        request.exclude = exclude
        return scene.engine.recommend(request).hits
    }

    @Test("an item created a second ago scores as in a table with its row", arguments: 1...4)
    func reference(seed: UInt64) async throws {
        try await Scene.with { scene in
            try await scene.engine.put(Self.metItems)
            let model = RandomModel(items: Self.met, seed: seed, brands: Self.brands)
            try model.promote("m-1", in: scene.folder)
            try await scene.engine.settle()
            for (step, item) in ["a3", "a7", "a5"].enumerated() {
                try await scene.send(.view, item, user: "u") {
                    $0.time = Timestamp(seconds: 1_700_000_000 + Double(100 * step))
                }
            }
            #expect(Self.answer(scene).allSatisfy { $0.id.hasPrefix("a") })

            let new = (0..<20).map { Self.item("n\($0)", brand: $0) }
            try await scene.engine.put(new)
            let hits = Self.answer(scene).filter { $0.id.hasPrefix("n") }
            #expect(hits.contains { $0.reasons.map(\.kind) == [.model] }, "seed \(seed)")

            let grown = model.model.grown(
                by: new.map { RandomModel.features(brand: $0.brand ?? "") })
            let reader = IncrementalReader(grown)
            let state = ShopperState(grown.shape)
            for (step, row) in [3, 7, 5].enumerated() {
                let gap = step == 0 ? 0 : EventSequence.gap(seconds: 100)
                reader.append(item: UInt32(row), action: 0, gap: gap, to: state)
            }
            let logits = (0..<20).map { index in
                (0..<16).reduce(Float(0)) {
                    $0 + state.hidden[0, $1] * grown.items[30 + index, $1]
                }
            }
            let best = try #require(hits.first { $0.reasons.map(\.kind) == [.model] })
            for hit in hits where hit.reasons.map(\.kind) == [.model] {
                let (one, other) = (Int(hit.id.dropFirst()), Int(best.id.dropFirst()))
                let expected = exp(logits[one ?? 0] - logits[other ?? 0])
                #expect(abs(hit.score / best.score - expected) < 0.05, "seed \(seed): \(hit.id)")
            }
        }
    }

    @Test("sold out, excluded, renamed, removed: as with any other item")
    func changes() async throws {
        try await Scene.with { scene in
            try await scene.engine.put(Self.metItems)
            let model = RandomModel(items: Self.met, seed: 3, brands: Self.brands)
            try model.promote("m-1", in: scene.folder)
            try await scene.engine.settle()
            try await scene.send(.view, "a3", user: "u")
            try await scene.engine.put((0..<8).map { Self.item("n\($0)", brand: $0) })
            let all = Self.answer(scene).filter { $0.id.hasPrefix("n") }.map(\.id)
            #expect(all.count == 8)
            let first = all[0]
            #expect(!Self.answer(scene, exclude: [first]).map(\.id).contains(first))
            var gone = try #require(scene.engine.item(first))
            gone.stock = 0
            try await scene.engine.put([gone])
            #expect(!Self.answer(scene).map(\.id).contains(first))
            gone.stock = 3
            try await scene.engine.put([gone])
            #expect(Self.answer(scene).map(\.id).contains(first))
            // It becomes a variant of something else, which is shown as it.
            gone.parent = "p"
            try await scene.engine.put([gone])
            #expect(Self.answer(scene).filter { $0.id == first }.count == 1)
            try await scene.engine.remove(items: [first])
            #expect(!Self.answer(scene).map(\.id).contains(first))
        }
    }

    @Test("thousands of them, in any order, give the answers of a start", arguments: 1...2)
    func order(seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        let model = RandomModel(items: Self.met, seed: seed, brands: Self.brands)
        try model.promote("m-1", in: directory.path)
        let engine = try Engine(path: directory.path)
        let scene = Scene(engine: engine, folder: directory.path)
        var random = SeededRNG(seed: seed)
        try await engine.put(Self.metItems)
        let numbers = (0..<5000).shuffled(using: &random)
        for start in stride(from: 0, to: 5000, by: 500) {
            try await engine.put(
                numbers[start..<start + 500].map { Self.item("n\($0)", brand: $0 / 100) })
        }
        try await engine.remove(items: numbers[..<1500].map { "n\($0)" })
        for item in ["a3", "a7"] { try await scene.send(.view, item, user: "u") }
        let asked = Self.answer(scene)
        #expect(asked.contains { $0.reasons.map(\.kind) == [.model] && $0.id.hasPrefix("n") })
        try await engine.close()
        let again = try Engine(path: directory.path)
        let rebuilt = Self.answer(Scene(engine: again, folder: directory.path))
        #expect(rebuilt.map(\.id) == asked.map(\.id))
        #expect(rebuilt.map(\.score) == asked.map(\.score))
        try await again.close()
    }
}
