import Companions
import SequenceModel
import Synchronization

/// A model that is trained in passes, and asks after some of them whether it has become better.
protocol EarlyStoppingModel: NextItemModel {
    /// Trains until the decisive figure of the model as it stands, which `validate` tells, gets no
    /// better. Gives the passes after which it was best, and as which it stays.
    mutating func fit(validate: (any NextItemModel) async throws -> Double) async throws -> Int

    /// Makes so many passes.
    mutating func fit(passes: Int) throws
}

/// The sequence model, as it is compared with others.
struct TransformerModel: EarlyStoppingModel {
    struct Schedule {
        /// Passes between two looks at the validation part.
        var interval = 4
        /// Looks without a better figure after which training ends.
        var patience = 5
        var epochsMax = 200
        /// Is told of each look.
        var show: @Sendable (String) -> Void = { _ in }
    }

    private let settings: TrainingSettings
    private let schedule: Schedule
    private let readers: Readers
    private let features: [Set<UInt64>]
    private let new: [Set<UInt64>]
    private var set = TrainingSet()
    private let model: Box

    /// Features of items past those of the shape are those of items that nobody has met.
    init(
        _ shape: ModelShape, _ settings: TrainingSettings, _ schedule: Schedule = Schedule(),
        features: [Set<UInt64>] = []
    ) {
        self.settings = settings
        self.schedule = schedule
        self.features = Array(features.prefix(shape.items))
        new = Array(features.dropFirst(shape.items))
        let hashing =
            features.isEmpty
            ? nil : FeatureHashing(of: self.features, buckets: 8192, seed: settings.seed)
        model = Box(Transformer(shape, seed: settings.seed, hashing: hashing))
        readers = Readers()
    }

    mutating func learn(sequence: [UInt32]) {
        set.append(EventSequence(items: sequence))
    }

    mutating func fit() throws { try fit(passes: schedule.epochsMax) }

    mutating func fit(passes: Int) throws {
        let trainer = Trainer(model.transformer, settings, features: features)
        for pass in 1...max(1, passes) {
            let result = trainer.epoch(set)
            schedule.show("  pass \(pass): loss \(rounded(result.loss))")
        }
        readers.removeAll()
        set = TrainingSet()
    }

    mutating func fit(
        validate: (any NextItemModel) async throws -> Double
    ) async throws -> Int {
        let trainer = Trainer(model.transformer, settings, features: features)
        var best = (figure: -Double.infinity, epoch: 0)
        var kept = Transformer(copying: model.transformer)
        var epoch = 0
        while epoch < schedule.epochsMax {
            var result = Trainer.Epoch()
            for _ in 0..<schedule.interval where epoch < schedule.epochsMax {
                result = trainer.epoch(set)
                epoch += 1
            }
            readers.removeAll()
            let figure = try await validate(self)
            schedule.show(
                "  pass \(epoch): loss \(rounded(result.loss)), validation \(rounded(figure))")
            if figure > best.figure {
                best = (figure, epoch)
                kept = Transformer(copying: model.transformer)
            } else if epoch - best.epoch >= schedule.patience * schedule.interval {
                break
            }
        }
        model.transformer.copy(kept)
        readers.removeAll()
        set = TrainingSet()
        return best.epoch
    }

    func score(_ history: [UInt32], into scores: inout [Float]) {
        let reader = readers.take {
            SequenceReader(new.isEmpty ? model.transformer : model.transformer.grown(by: new))
        }
        reader.score(EventSequence(items: history), into: &scores)
        readers.give(reader)
    }

}

/// The model's weights. `@unchecked Sendable`: they are written by `fit` alone, and no question is
/// asked while it runs.
private final class Box: @unchecked Sendable {
    let transformer: Transformer

    init(_ transformer: Transformer) { self.transformer = transformer }
}

/// Readers that wait for the next question: one for each thread that asks at the same time.
private final class Readers: Sendable {
    /// `@unchecked Sendable`: a reader is either here or with the one thread that took it.
    private struct Idle: @unchecked Sendable {
        var reader: SequenceReader
    }

    private let idle = Mutex<[Idle]>([])

    func take(orMake make: () -> SequenceReader) -> SequenceReader {
        idle.withLock { $0.popLast() }?.reader ?? make()
    }

    func give(_ reader: SequenceReader) {
        let returned = Idle(reader: reader)
        idle.withLock { $0.append(returned) }
    }

    func removeAll() { idle.withLock { $0 = [] } }
}
