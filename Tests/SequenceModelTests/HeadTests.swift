import Foundation
import Neural
import Primitives
import SequenceModel
import Testing

@Suite("Action heads")
struct HeadTests {
    /// People who buy odd items alone, and now and then something else.
    private static func set(seed: UInt64, people: Int) -> TrainingSet {
        var random = SeededRNG(seed: seed)
        var set = TrainingSet()
        for _ in 0..<people {
            let items = (0..<8).map { _ in UInt32(random.index(below: 20)) }
            set.append(
                EventSequence(
                    items: items,
                    actions: items.map { random.chance($0 % 2 == 1 ? 0.8 : 0.1) ? 3 : 0 }))
        }
        return set
    }

    private static func model(seed: UInt64) -> Transformer {
        var shape = ModelShape(items: 20)
        shape.width = 32
        shape.inner = 16
        shape.blocks = 1
        shape.window = 8
        shape.actions = 4
        return Transformer(shape, seed: seed)
    }

    @Test("probabilities are those of the world", arguments: 1...3)
    func calibration(seed: UInt64) throws {
        let model = Self.model(seed: seed)
        let before = model.weights.all.array + model.items.array
        let heads = [
            ActionHead("purchase", actions: [3], width: 32),
            ActionHead("never", actions: [2], width: 32),
        ]
        let trainer = HeadTrainer(model, heads)
        trainer.fit(Self.set(seed: seed, people: 6000), passes: 10, seed: seed)
        #expect(model.weights.all.array + model.items.array == before, "the model has moved")
        let figures = trainer.figures(on: Self.set(seed: seed + 100, people: 500))
        // At best: half of the items 0.8, half 0.1.
        #expect(abs(figures[0].logLoss - 0.413) < 0.04, "seed \(seed): \(figures[0])")
        #expect(abs(figures[0].logLossOfRate - 0.688) < 0.01)
        #expect(abs(figures[0].auc - 0.862) < 0.03, "seed \(seed): \(figures[0])")
        #expect(figures[0].calibrationError < 0.05, "seed \(seed): \(figures[0])")
        #expect(figures[1].auc == 0.5 && figures[1].yes == 0 && figures[1].logLoss < 0.02)

        let state = ShopperState(model.shape)
        IncrementalReader(model).append(item: 3, to: state)
        let question = heads[0].question(after: state.hidden.array)
        for item in 0..<20 {
            let vector = model.items.array[32 * item..<32 * (item + 1)]
            let probability = question.probability(of: vector)
            #expect(abs(probability - (item % 2 == 1 ? 0.8 : 0.1)) < 0.12, "seed \(seed), \(item)")
        }
    }

    @Test("heads stand in the checkpoint")
    func files() throws {
        let path = FileManager.default.temporaryDirectory.path + "/heads-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let model = Self.model(seed: 1)
        model.heads = [
            ActionHead("cart", actions: [2, 3], width: 32),
            ActionHead("purchase", actions: [3], width: 32),
        ]
        model.heads[1].weight.fill(0.25)
        try model.save(to: path)
        let read = try Transformer(checkpoint: path)
        #expect(read.heads.map(\.name) == ["cart", "purchase"])
        #expect(read.heads.map(\.actions) == [[2, 3], [3]])
        #expect(read.heads[1].weight.array == model.heads[1].weight.array)
    }
}
