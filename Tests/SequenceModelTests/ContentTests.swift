import Foundation
import Neural
import Primitives
import SequenceModel
import Testing

@Suite("Content of items")
struct ContentTests {
    /// Items of two kinds, of which nobody has had one of each; item 2 i is of the first.
    private static func features(_ count: Int) -> [Set<UInt64>] {
        (0..<count).map { [stableHash("kind \($0 % 2)"), stableHash("name \($0 / 4)")] }
    }

    private static func training(items: Int, seed: UInt64) -> TrainingSet {
        var random = SeededRNG(seed: seed)
        var set = TrainingSet()
        for person in 0..<200 {
            let history = (0..<6).map { _ in
                UInt32(2 * random.index(below: items / 2) + person % 2)
            }
            set.append(EventSequence(items: history))
        }
        return set
    }

    private static func model(_ features: [Set<UInt64>], seed: UInt64) -> Transformer {
        var shape = ModelShape(items: features.count)
        shape.width = 16
        shape.inner = 32
        shape.blocks = 1
        shape.window = 8
        return Transformer(
            shape, seed: seed, hashing: FeatureHashing(of: features, buckets: 64, seed: seed))
    }

    private static var settings: TrainingSettings {
        var settings = TrainingSettings()
        settings.loss = .sampled(negatives: 16)
        settings.batch = 16
        settings.tokens = 8
        settings.warmup = 1
        settings.threads = 2
        return settings
    }

    @Test("bags have length 1, whatever the order, and nothing of what is unknown")
    func bags() {
        let features = Self.features(40)
        let hashing = FeatureHashing(of: features, buckets: 1024, seed: 7)
        for item in features {
            let bag = hashing.bag(item)
            #expect(bag.count == 4)
            #expect(abs(bag.reduce(0) { $0 + $1.weight * $1.weight } - 1) < 1e-6)
            // Half of all items are of a kind, and four bear a name.
            let weights = Set(bag.map(\.weight)).sorted()
            #expect(weights.count == 2 && weights[1] > 1.5 * weights[0])
        }
        #expect(hashing.bag([stableHash("nobody has this")]).isEmpty)
        #expect(hashing.bag([]).isEmpty)
    }

    /// The first step of Adam moves each weight by the learning rate, against its gradient's sign.
    @Test("a step moves buckets and items' own parts down their gradients", arguments: 1...5)
    func gradient(seed: UInt64) throws {
        let features = Self.features(20)
        let model = Self.model(features, seed: seed)
        var random = SeededRNG(seed: seed)
        model.items.array = model.items.array.map { _ in Float(random.normal()) / 4 }
        let before = model.items.array
        var settings = Self.settings
        settings.loss = .full
        settings.dropout = 0
        settings.ownDropout = 0
        settings.warmup = 0
        let history: [UInt32] = [3, 5, 1, 7]
        let items = GradientCheck(model, isDense: true).run(
            history.dropLast().map { Int32($0) }, targets: history.dropFirst().map { Int32($0) },
            starts: [0, 3], negatives: nil
        ).items
        var set = TrainingSet()
        set.append(EventSequence(items: history))
        _ = Trainer(model, settings, features: features).epoch(set)

        let content = try #require(model.content)
        let width = model.shape.width
        var expected = [Float](repeating: 0, count: content.projection.count)
        for (item, features) in features.enumerated() {
            for entry in content.hashing.bag(features) {
                for column in 0..<width {
                    expected[Int(entry.index) * width + column] +=
                        entry.weight * items[item * width + column]
                }
            }
        }
        let rate = settings.learningRate
        for (moved, slope) in zip(content.projection.array, expected) where abs(slope) > 1e-4 {
            #expect(abs(moved + (slope > 0 ? rate : -rate)) < rate / 50, "seed \(seed)")
        }
        // The sum moved as its two parts did.
        for (item, features) in features.enumerated() {
            let made = content.vector(of: features)
            for column in 0..<width where abs(items[item * width + column]) > 1e-4 {
                let place = item * width + column
                let own = items[place] > 0 ? -rate : rate
                let moved = model.items[item, column] - before[place]
                #expect(
                    abs(moved - made[column] / ItemContent.gain - own) < rate / 50, "seed \(seed)")
            }
        }
    }

    @Test("an item that nobody met stands with its kind", arguments: 1...3)
    func newItems(seed: UInt64) {
        let features = Self.features(40)
        let model = Self.model(features, seed: seed)
        let trainer = Trainer(model, Self.settings, features: features)
        let set = Self.training(items: 40, seed: seed)
        for _ in 0..<30 { _ = trainer.epoch(set) }
        let grown = model.grown(by: [
            [stableHash("kind 0"), stableHash("name of its own")], [stableHash("kind 1")], [],
        ])
        #expect(grown.shape.items == 43)
        #expect(Array(grown.items.array.suffix(16)) == [Float](repeating: 0, count: 16))
        let reader = SequenceReader(grown)
        var scores = [Float](repeating: 0, count: 43)
        for item in UInt32(0)..<40 {
            reader.score(EventSequence(items: [item, (item + 2) % 40]), into: &scores)
            let (own, other) = item % 2 == 0 ? (scores[40], scores[41]) : (scores[41], scores[40])
            #expect(own > other, "seed \(seed), after \(item)")
        }
    }

    @Test("a checkpoint makes the same vectors, and a run goes on to the last bit")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/content-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let features = Self.features(40)
        let set = Self.training(items: 40, seed: 1)
        let model = Self.model(features, seed: 1)
        let trainer = Trainer(model, Self.settings, features: features)
        _ = trainer.epoch(set)
        try trainer.save(to: "\(folder)/run", run: "a", best: model, "")
        _ = trainer.epoch(set)
        try model.save(to: "\(folder)/model")

        let again = Self.model(features, seed: 1)
        let resumed = Trainer(again, Self.settings, features: features)
        #expect(try resumed.resume(from: "\(folder)/run", run: "a", best: again) == "")
        _ = resumed.epoch(set)
        let read = try Transformer(checkpoint: "\(folder)/model")
        for other in [again, read] {
            #expect(other.items.array == model.items.array)
            #expect(other.content?.projection.array == model.content?.projection.array)
            #expect(other.content?.hashing == model.content?.hashing)
        }
    }
}
