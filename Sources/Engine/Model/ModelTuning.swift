import Neural
import Primitives
import SequenceModel
import Storage

/// Chooses how a shop's model is built and trained, by what models that learnt the past foretell of
/// what came then.
///
/// Successive halving (Jamieson and Talwalkar, "Non-stochastic best arm identification and
/// hyperparameter optimization", 2016): many settings are tried with few passes, the better half
/// again with twice as many, until one is left. Each trial's rate falls to 0 over its own passes.
/// The first trials are asked about one stretch of time, the later ones about more and more of them
/// (`TuningFolds`).
package struct ModelTuning {
    package struct Options: Sendable {
        package var profile = TrainingProfile.small
        /// Settings that are tried; the profile's are the first.
        package var candidates = 16
        /// Of the first trials; the others have twice as many each time.
        package var passes = 2
        /// Stretches of time, at most.
        package var folds = 3
        package var seed: UInt64 = 1
        package var threads = 2

        package init() {}
    }

    /// What came of settings with so many passes.
    package struct Trial: Hashable, Sendable {
        package var settings: ModelSettings
        package var round: Int
        package var folds: Int
        /// Mean over the folds.
        package var ndcg: Double
        package var seconds: Double
    }

    /// What is tried beside the profile's own settings.
    private static var choices: [(path: WritableKeyPath<ModelSettings, Double>, values: [Double])] {
        [
            (\.blocks, [1, 2, 3]), (\.gated, [0, 1]), (\.dropout, [0.1, 0.2, 0.3, 0.4, 0.5]),
            (\.negatives, [512, 1024, 2048, 4096]), (\.batch, [16, 32, 64, 128]),
            (\.rate, [0.0005, 0.001, 0.002, 0.004]), (\.halfLife, [0, 100, 700]),
        ]
    }
    /// Of the profile's.
    private static let widths = [0.5, 1, 2]

    private let options: Options

    package init(_ options: Options) { self.options = options }

    /// - Parameters:
    ///   - folds: What is learnt and asked.
    ///   - journal: A file that trials are noted in, so that a run that was broken off goes on after
    ///     the last one; none where nil.
    ///   - show: Is told of each trial, those of the journal included.
    /// - Returns: The best settings, with the passes of the last round.
    /// - Throws: `EngineError` `too_little_data` where there is nothing to ask, `StorageError`.
    package func run(
        _ folds: TuningFolds, journal: String?, show: (Trial) -> Void
    ) throws -> Trial {
        guard !folds.all.isEmpty else {
            throw EngineError(
                .tooLittleData, "too little happened to learn from one part and ask about another")
        }
        var journal = try TuningJournal(journal, run: "\(options) \(folds.name)")
        var field = candidates(for: folds)
        var round = 0
        while true {
            var trials: [Trial] = []
            for settings in field {
                var settings = settings
                settings.passes = Double(options.passes << round)
                let trial = try journal.trial(of: settings, round) {
                    try self.trial(settings, round, folds)
                }
                show(trial)
                trials.append(trial)
            }
            // Of equal ones the simpler, which come first.
            let order = trials.indices.sorted {
                (trials[$1].ndcg, $0) < (trials[$0].ndcg, $1)
            }
            let kept = order.prefix((trials.count + 1) / 2).map { trials[$0] }
            guard trials.count > 1 else { return trials[0] }
            field = kept.map(\.settings)
            round += 1
        }
    }

    /// The profile's settings, and others near them, drawn by the seed.
    private func candidates(for folds: TuningFolds) -> [ModelSettings] {
        var random = SeededRNG(seed: options.seed)
        let start = ModelSettings(options.profile)
        var choices = Self.choices
        choices.append((\.width, Self.widths.map { $0 * start.width }))
        if folds.itemCount <= ModelSettings.comparedMax {
            choices.removeAll { $0.path == \.negatives }
        }
        var candidates = [start]
        // There may be fewer different ones than are wanted.
        for _ in 0..<20 * options.candidates where candidates.count < options.candidates {
            var settings = start
            for (path, values) in choices where random.chance(0.5) {
                settings[keyPath: path] = random.pick(values)
            }
            if !candidates.contains(settings) { candidates.append(settings) }
        }
        return candidates
    }

    private func trial(
        _ settings: ModelSettings, _ round: Int, _ folds: TuningFolds
    ) throws -> Trial {
        let clock = ContinuousClock()
        let start = clock.now
        let asked = folds.all.prefix(min(options.folds, 1 + round / 2))
        let figures = asked.map { fold in
            let model = settings.model(
                items: folds.itemCount, isTimed: folds.isTimed, attributes: folds.knowsAttributes,
                features: folds.features, seed: options.seed)
            var training = settings.training(
                items: folds.itemCount, threads: options.threads, seed: options.seed)
            training.tokens = model.shape.reach
            let trainer = Trainer(model, training, features: folds.features)
            for _ in 0..<Int(settings.passes) { _ = trainer.epoch(fold.training) }
            return fold.validation.figures(of: trainer.average, threads: options.threads).ndcg
        }
        return Trial(
            settings: settings, round: round, folds: asked.count,
            ndcg: figures.reduce(0, +) / Double(figures.count),
            seconds: (clock.now - start) / .seconds(1))
    }
}
