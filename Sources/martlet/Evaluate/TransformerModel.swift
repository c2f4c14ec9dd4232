import Companions
import Neural
import SequenceModel
import Synchronization

/// A model that is trained in passes, and then goes on learning by small steps.
protocol TrainedModel: NextItemModel {
    /// Trains until the decisive figure of the model as it stands, which `validate` tells, gets no
    /// better. It stays as it was best.
    mutating func fit(validate: (any NextItemModel) async throws -> Double) async throws

    /// The same model, with weights of its own.
    func copied() -> Self

    /// Makes so many passes over these sequences, in small steps from where the weights stand.
    func goOn(_ sequences: [[UInt32]], passes: Int)

    /// Writes what was learnt, and in which run.
    func keep(in path: String, run: String) throws

    /// Takes over what was kept; false where it is of another run.
    func take(from path: String, run: String) throws -> Bool
}

/// The sequence model, as it is compared with others.
struct TransformerModel: TrainedModel {
    struct Schedule {
        /// Passes between two looks at the validation part.
        var interval = 2
        /// Looks without a better figure after which training ends.
        var patience = 3
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
    private let teacher: Box?

    /// Features of items past those of the shape are those of items that nobody has met; what the
    /// teacher expects is learnt beside what came.
    init(
        _ shape: ModelShape, _ settings: TrainingSettings, _ schedule: Schedule = Schedule(),
        features: [Set<UInt64>] = [], teacher: Transformer? = nil
    ) {
        self.teacher = teacher.map { Box($0) }
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

    /// All passes, without an eye on what it foretells.
    mutating func fit() throws {
        let trainer = Trainer(
            Transformer(copying: model.transformer), settings, features: features)
        for _ in 0..<epochsMax { _ = trainer.epoch(set) }
        take(over: trainer.average)
    }

    mutating func fit(validate: (any NextItemModel) async throws -> Double) async throws {
        let trainer = Trainer(
            Transformer(copying: model.transformer), settings, features: features,
            distillation: teacher.map {
                Distillation($0.transformer, on: set, threads: settings.threads)
            })
        var best = (figure: -Double.infinity, epoch: 0)
        let kept = Transformer(copying: model.transformer)
        var epoch = 0
        while epoch < epochsMax {
            var result = Trainer.Epoch()
            for _ in 0..<schedule.interval where epoch < epochsMax {
                result = trainer.epoch(set)
                epoch += 1
            }
            model.transformer.copy(trainer.average)
            readers.removeAll()
            let figure = try await validate(self)
            schedule.show(
                "  pass \(epoch): loss \(rounded(result.loss)), validation \(rounded(figure))")
            if figure > best.figure {
                best = (figure, epoch)
                kept.copy(model.transformer)
            } else if epoch - best.epoch >= schedule.patience * schedule.interval {
                break
            }
        }
        take(over: kept)
    }

    private var epochsMax: Int { settings.epochs > 0 ? settings.epochs : schedule.epochsMax }

    private mutating func take(over weights: Transformer) {
        model.transformer.copy(weights)
        readers.removeAll()
        set = TrainingSet()
    }

    // MARK: Files

    func keep(in path: String, run: String) throws {
        try model.transformer.save(to: path, metadata: ["run": run])
    }

    func take(from path: String, run: String) throws -> Bool {
        guard try SafetensorsFile(path: path).header.metadata["run"] == run else { return false }
        model.transformer.copy(try Transformer(checkpoint: path))
        return true
    }

    // MARK: Going on

    func copied() -> TransformerModel {
        let copy = TransformerModel(
            model.transformer.shape, settings, schedule, features: features + new)
        copy.model.transformer.copy(model.transformer)
        return copy
    }

    func goOn(_ sequences: [[UInt32]], passes: Int) {
        let trainer =
            model.trainer
            ?? Trainer(model.transformer, Self.small(settings), features: features)
        model.trainer = trainer
        var set = TrainingSet()
        for sequence in sequences { set.append(EventSequence(items: sequence)) }
        for _ in 0..<passes { _ = trainer.epoch(set) }
        readers.removeAll()
    }

    /// Half the rate, which stays; and the weights of the last step are the model.
    private static func small(_ settings: TrainingSettings) -> TrainingSettings {
        var settings = settings
        settings.course = .constant
        settings.learningRate /= 2
        settings.warmup = 20
        settings.averaging = 0
        settings.batch = min(64, settings.batch)
        return settings
    }

    func score(_ history: [UInt32], into scores: inout [Float]) {
        let reader = readers.take {
            SequenceReader(new.isEmpty ? model.transformer : model.transformer.grown(by: new))
        }
        reader.score(EventSequence(items: history), into: &scores)
        readers.give(reader)
    }
}

/// The model's weights. `@unchecked Sendable`: they are written by `fit` and `goOn` alone, and no
/// question is asked while these run.
private final class Box: @unchecked Sendable {
    let transformer: Transformer
    /// Of the small steps, once there were some.
    var trainer: Trainer?

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
