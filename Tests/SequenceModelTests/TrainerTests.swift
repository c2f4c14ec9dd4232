import Neural
import Primitives
import SequenceModel
import TestSupport
import Testing

@Suite("Training")
struct TrainerTests {
    private static let items = 200

    private static func shape() -> ModelShape {
        var shape = ModelShape(items: items)
        shape.width = 16
        shape.inner = 16
        shape.blocks = 1
        shape.window = 12
        return shape
    }

    private static func settings(_ loss: TrainingSettings.Loss) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.loss = loss
        settings.batch = 4
        settings.tokens = 12
        settings.crop = .whole
        return settings
    }

    private static func set(sequences: Int) -> TrainingSet {
        var random = SeededRNG(seed: 5)
        var set = TrainingSet()
        for _ in 0..<sequences {
            let start = random.index(below: items)
            set.append(
                EventSequence(
                    items: (0..<2 + random.index(below: 20)).map { UInt32((start + $0) % items) }))
        }
        return set
    }

    private static func floats(_ model: Transformer) -> [Float] {
        model.weights.all.array + model.items.array
    }

    @Test(
        "a run that is taken up again gives the same weights and averages to the last bit",
        arguments: [TrainingSettings.Loss.full, .sampled(negatives: 16)])
    func resumes(loss: TrainingSettings.Loss) throws {
        let path = TemporaryDirectory()
        let set = Self.set(sequences: 40)
        var settings = Self.settings(loss)
        settings.course = .cosine
        settings.epochs = 4
        let whole = Trainer(Transformer(Self.shape(), seed: 1), settings)
        for _ in 0..<4 { _ = whole.epoch(set) }
        let broken = Trainer(Transformer(Self.shape(), seed: 1), settings)
        for _ in 0..<2 { _ = broken.epoch(set) }
        let best = Transformer(Self.shape(), seed: 9)
        try broken.save(to: path.file("run"), run: "r", best: best, "two")
        let again = Trainer(Transformer(Self.shape(), seed: 2), settings)
        let found = Transformer(Self.shape(), seed: 3)
        #expect(try again.resume(from: path.file("run"), run: "other", best: found) == nil)
        #expect(try again.resume(from: path.file("run"), run: "r", best: found) == "two")
        #expect(Self.floats(found) == Self.floats(best))
        for _ in 0..<2 { _ = again.epoch(set) }
        #expect(Self.floats(again.model) == Self.floats(whole.model))
        #expect(Self.floats(again.average) == Self.floats(whole.average))
        #expect(Self.floats(whole.average) != Self.floats(whole.model))
    }

    @Test("the first average keeps little of what the weights began as")
    func averages() {
        var settings = Self.settings(.full)
        let set = Self.set(sequences: 4)
        settings.tokens = 18
        settings.averaging = 0
        let plain = Trainer(Transformer(Self.shape(), seed: 1), settings)
        #expect(plain.average === plain.model)
        settings.averaging = 0.999
        let trainer = Trainer(Transformer(Self.shape(), seed: 1), settings)
        let before = Self.floats(trainer.model)
        for step in 1...8 {
            #expect(Self.floats(trainer.average) == before)
            #expect(trainer.epoch(set).steps == 1 && trainer.steps == step)
        }
        let kept: Float = 8.0 / 108
        for (average, (old, new)) in zip(
            Self.floats(trainer.average), zip(before, Self.floats(trainer.model)))
        {
            #expect(abs(average - kept * old - (1 - kept) * new) < 1e-5)
        }
    }

    @Test("of a small table, what a step does not name moves on by its momentum")
    func momentum() {
        var settings = Self.settings(.sampled(negatives: 4))
        settings.batch = 1
        let trainer = Trainer(Transformer(Self.shape(), seed: 1), settings)
        var set = TrainingSet()
        set.append(EventSequence(items: [0, 1, 2]))
        set.append(EventSequence(items: [100, 101, 102]))
        var seen = [trainer.model.items.array]
        _ = trainer.epoch(set) { _, _ in
            seen.append(trainer.model.items.array)
            return true
        }
        func moved(_ step: Int) -> Set<Int> {
            Set((0..<Self.items).filter { seen[step][16 * $0] != seen[step - 1][16 * $0] })
        }
        #expect(seen.count == 3)
        #expect(moved(1).count >= 3 && moved(1).count <= 7)
        #expect(moved(2).isSuperset(of: moved(1)) && moved(2).count <= 14)
    }

    @Test(
        "items' vectors are kept at one length, those that no token names included",
        arguments: [TrainingSettings.Loss.full, .sampled(negatives: 16)])
    func itemsOfOneLength(loss: TrainingSettings.Loss) {
        var settings = Self.settings(loss)
        settings.itemLength = 1.4
        let model = Transformer(Self.shape(), seed: 1)
        let start = model.items.array
        _ = Trainer(model, settings).epoch(Self.set(sequences: 30))
        #expect(model.items.array != start)
        for item in 0..<Self.items {
            let squares = (0..<16).reduce(Float(0)) {
                $0 + model.items[item, $1] * model.items[item, $1]
            }
            #expect(abs(squares.squareRoot() - 1.4) < 1e-4, "item \(item)")
        }
    }
}
