import Neural
import Primitives
import SequenceModel
import Testing

/// A small model that learns what a larger one expects, beside what came.
@Suite("Distillation")
struct DistillationTests {
    private static let items = 20

    private static func model(width: Int, seed: UInt64) -> Transformer {
        var shape = ModelShape(items: items)
        shape.width = width
        shape.inner = 2 * width
        shape.blocks = 1
        shape.window = 8
        return Transformer(shape, seed: seed)
    }

    /// Histories that go round in a circle, and some that go anywhere.
    private static func set(people: Int, chance: Double, seed: UInt64) -> TrainingSet {
        var random = SeededRNG(seed: seed)
        var set = TrainingSet()
        for _ in 0..<people {
            var item = random.index(below: items)
            let history = (0..<8).map { _ in
                item = random.chance(chance) ? random.index(below: items) : (item + 1) % items
                return UInt32(item)
            }
            set.append(EventSequence(items: history))
        }
        return set
    }

    private static func settings(_ loss: TrainingSettings.Loss, threads: Int) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.loss = loss
        settings.batch = 8
        settings.tokens = 8
        settings.warmup = 10
        settings.dropout = 0
        settings.learningRate = 1e-2
        settings.averaging = 0
        settings.threads = threads
        return settings
    }

    /// How often the item after one in the circle comes first.
    private static func right(_ model: Transformer) -> Int {
        let reader = SequenceReader(model)
        var scores = [Float](repeating: 0, count: items)
        return (0..<items).count { item in
            reader.score(EventSequence(items: [UInt32(item)]), into: &scores)
            return scores.indices.max { scores[$0] < scores[$1] } == (item + 1) % items
        }
    }

    @Test(
        "what the teacher knows is learnt from data that hardly shows it",
        arguments: [TrainingSettings.Loss.full, .sampled(negatives: 16)], [1, 2])
    func expectations(loss: TrainingSettings.Loss, threads: Int) {
        let teacher = Self.model(width: 32, seed: 1)
        let trainer = Trainer(teacher, Self.settings(.full, threads: 1))
        let clear = Self.set(people: 200, chance: 0, seed: 1)
        for _ in 0..<10 { _ = trainer.epoch(clear) }
        #expect(Self.right(teacher) == Self.items)

        let blurred = Self.set(people: 60, chance: 0.9, seed: 2)
        let alone = Self.model(width: 16, seed: 2)
        let taught = Self.model(width: 16, seed: 2)
        let distillation = Distillation(teacher, on: blurred, threads: threads)
        let learners = [
            Trainer(alone, Self.settings(loss, threads: threads)),
            Trainer(taught, Self.settings(loss, threads: threads), distillation: distillation),
        ]
        for learner in learners { for _ in 0..<12 { _ = learner.epoch(blurred) } }
        #expect(Self.right(taught) > 15 && Self.right(alone) < 12)
    }

    /// The first step of Adam moves each weight by the learning rate, against its gradient's sign:
    /// those of the items that are neither met nor expected stay, in the sampled loss.
    @Test("a teacher that expects what came changes nothing")
    func nothingNew() {
        let teacher = Self.model(width: 32, seed: 1)
        let clear = Self.set(people: 200, chance: 0, seed: 1)
        let trainer = Trainer(teacher, Self.settings(.full, threads: 1))
        for _ in 0..<60 { _ = trainer.epoch(clear) }
        let distillation = Distillation(teacher, on: clear, threads: 1)
        let models = [Self.model(width: 16, seed: 2), Self.model(width: 16, seed: 2)]
        var losses: [Double] = []
        for (model, known) in zip(models, [nil, distillation]) {
            let learner = Trainer(model, Self.settings(.full, threads: 1), distillation: known)
            losses.append(learner.epoch(clear).loss)
        }
        #expect(abs(losses[0] - losses[1]) < 0.02 * losses[0], "\(losses)")
        let difference = zip(models[0].items.array, models[1].items.array).map { abs($0 - $1) }
        let moved = models[0].items.array.map(abs).max() ?? 0
        #expect((difference.max() ?? 0) < 0.1 * moved)
    }
}
