import Commerce
import Neural
package import Primitives
import SequenceModel
import Storage

/// Trains a sequence model on a shop's log, and promotes it if it is not worse than the last one
/// that was. An engine that serves the directory takes it over within a second.
package struct ModelTraining {
    package struct Options: Sendable {
        /// Nil: as `martlet tune` found, or else `small`.
        package var profile: TrainingProfile?
        /// Whether the promoted model goes on learning, in place of a new one.
        package var goesOn = false
        /// The version whose expectations are learnt beside what happened.
        package var teacher: String?
        package var seed: UInt64 = 1
        package var threads = 2
        /// Passes over the log at most.
        package var epochsMax = 100
        /// Passes between two looks at the validation part.
        package var interval = 2
        /// Looks without a better figure after which training ends.
        package var patience = 4

        package init() {}
    }

    /// What is told while it runs.
    package enum Progress: Sendable {
        case read(events: Int, people: Int, items: Int)
        /// A broken-off run is taken up after so many passes.
        case resumed(epochs: Int)
        /// Within a pass: the share of all passes done, tokens a second, the loss of the last one.
        case step(share: Double, epoch: Int, tokensPerSecond: Double)
        case epoch(Int, loss: Double, ndcg: Double?, tokensPerSecond: Double)
        /// Learning how model and companions go together.
        case rehearsing
    }

    package struct Outcome: Sendable {
        package var record: ModelRecord
        /// Whether it is the promoted one now.
        package var isPromoted: Bool
    }

    let directory: String
    let options: Options
    let clock: WallClock
    let registry: ModelRegistry

    /// - Parameters:
    ///   - path: A data directory; a server may be using it.
    ///   - options: What is trained, and for how long.
    ///   - clock: Tells when the model was made.
    package init(directory path: String, options: Options, clock: WallClock = .system) {
        directory = path
        self.options = options
        self.clock = clock
        registry = ModelRegistry(directory: path)
    }

    /// Reads, trains, registers and, if the gate lets it, promotes. Can be killed at any time: the
    /// next call with the same options and log goes on after the last pass.
    ///
    /// - Throws: `StorageError`, `SafetensorsError`, or `EngineError` `too_little_data`.
    package func run(_ progress: (Progress) -> Void) throws -> Outcome {
        if options.goesOn { return try goOn(progress) }
        var data = try TrainingData(directory: directory)
        let teacher = try options.teacher.map { try readTeacher($0, &data) }
        progress(.read(events: data.events, people: data.sequences.count, items: data.items.count))
        let (training, validation) = ModelValidation.split(data)
        guard !validation.isEmpty, training.events > 1 else {
            throw EngineError(
                .tooLittleData,
                "the log of \(directory) names nobody with three events; import history, or wait")
        }
        let claim = try registry.claim()
        defer { claim.release() }
        let started = clock.now()
        let (name, settings) = try settings(of: options.profile)
        let fitted = try fit(data, settings, teacher, training, validation, progress)
        var record = record(of: data, fitted, name, seconds: clock.now() - started)
        record.teacher = options.teacher
        try rehearse(settings, passes: fitted.epochs, &record, progress)
        try learnRanker(&record)
        let outcome = try register(fitted.model, record, data, validation)
        FileSystem.remove(registry.trainingPath)
        return outcome
    }

    /// Teaches the heads, judges, stores and, if it is no worse, promotes.
    func register(
        _ model: Transformer, _ record: ModelRecord, _ data: TrainingData,
        _ validation: ModelValidation
    ) throws -> Outcome {
        var record = record
        let own = validation.figures(of: model, threads: options.threads)
        record.ndcg = own.ndcg
        record.hitRate = own.hitRate
        (record.incumbent, record.incumbentNDCG) = incumbent(data, validation)
        let heads = learnHeads(of: model, from: data)
        record.calibration = heads.map { figures in
            HeadCalibration(
                head: figures.head,
                parts: figures.calibration.map {
                    .init(foretold: $0.foretold, observed: $0.observed, events: $0.events)
                })
        }
        record.heads = heads.map {
            "\($0.head): AUC \(rounded($0.auc)), log loss \(rounded($0.logLoss)), "
                + "of the rate alone \(rounded($0.logLossOfRate)), "
                + "calibration error \(rounded($0.calibrationError))"
        }.joined(separator: "; ")
        try model.save(
            to: registry.path(of: record.version), items: data.items, metadata: record.metadata)
        let isBetter = record.ndcg >= record.incumbentNDCG ?? 0
        if isBetter { try registry.promote(record.version) }
        return Outcome(record: record, isPromoted: isBetter)
    }

    /// Those of a profile, or those that were chosen for this shop.
    func settings(
        of profile: TrainingProfile?
    ) throws -> (name: String, settings: ModelSettings) {
        if let profile { return (profile.rawValue, ModelSettings(profile)) }
        if let chosen = try registry.chosen() { return ("tuned", chosen) }
        return (TrainingProfile.small.rawValue, ModelSettings(.small))
    }

    /// A model to learn from; the data then number their items as it does.
    private func readTeacher(_ version: String, _ data: inout TrainingData) throws -> Transformer {
        let (model, ids) = try Transformer.read(registry.path(of: version))
        data.renumber(after: ids)
        return model.grown(by: data.features(from: ids.count))
    }

    // MARK: Fit

    struct Fitted {
        var model: Transformer
        var epochs: Int
        var curve = LearningCurve()
    }

    private func fit(
        _ data: TrainingData, _ chosen: ModelSettings, _ teacher: Transformer?,
        _ training: TrainingSet, _ validation: ModelValidation, _ progress: (Progress) -> Void
    ) throws -> Fitted {
        let settings = chosen.training(
            items: data.items.count, threads: options.threads, seed: options.seed)
        let model = chosen.model(
            items: data.items.count, attributes: data.knowsAttributes, features: data.features,
            seed: options.seed)
        let distillation = teacher.map {
            Distillation($0, on: training, threads: options.threads)
        }
        let trainer = Trainer(
            model, settings, features: data.features, distillation: distillation)
        let epochsMax =
            settings.course == .constant
            ? options.epochsMax : min(settings.epochs, options.epochsMax)
        let run =
            "\(chosen.text) \(options.seed) \(options.threads) \(data.offset) \(data.description)"
            + (options.teacher.map { " after \($0)" } ?? "")
        var best = Best(model)
        if try resume(trainer, run: run, &best) { progress(.resumed(epochs: trainer.epochs)) }
        while trainer.epochs < epochsMax, !best.isStale(trainer.epochs, options) {
            let (result, rate) = pass(trainer, training, of: epochsMax, progress)
            var figure: Double?
            if trainer.epochs % options.interval == 0 || trainer.epochs == epochsMax {
                let ndcg = validation.figures(of: trainer.average, threads: options.threads).ndcg
                best.consider(trainer.average, ndcg, at: trainer.epochs)
                figure = ndcg
            }
            best.curve.passes.append(
                .init(number: trainer.epochs, loss: result.loss, ndcg: figure))
            progress(.epoch(trainer.epochs, loss: result.loss, ndcg: figure, tokensPerSecond: rate))
            try trainer.save(to: registry.trainingPath, run: run, best: best.model, best.note)
        }
        return Fitted(
            model: best.epoch > 0 ? best.model : trainer.average, epochs: trainer.epochs,
            curve: best.curve)
    }

    func pass(
        _ trainer: Trainer, _ training: TrainingSet, of passes: Int,
        _ progress: (Progress) -> Void
    ) -> (Trainer.Epoch, tokensPerSecond: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let before = trainer.epochs
        let result = trainer.epoch(training) { share, tokens in
            let seconds = (clock.now - start) / .seconds(1)
            progress(
                .step(
                    share: (Double(before) + share) / Double(passes), epoch: before + 1,
                    tokensPerSecond: Double(tokens) / max(seconds, 1e-6)))
            return true
        }
        let seconds = (clock.now - start) / .seconds(1)
        return (result, Double(result.tokens) / max(seconds, 1e-6))
    }

    private func resume(_ trainer: Trainer, run: String, _ best: inout Best) throws -> Bool {
        guard FileSystem.exists(registry.trainingPath) else { return false }
        // A file that a crash or another version left is not worth a failure: training starts anew.
        guard
            let note = try? trainer.resume(
                from: registry.trainingPath, run: run, best: best.model)
        else { return false }
        best.restore(note)
        return true
    }

    // MARK: Judge

    /// What the new model must not fall behind.
    private func incumbent(
        _ data: TrainingData, _ validation: ModelValidation
    ) -> (name: String, ndcg: Double) {
        if let version = registry.serving,
            let served = try? Transformer.read(registry.path(of: version))
        {
            let figures = validation.figures(
                of: served.model, items: served.items, threads: options.threads)
            return (version, figures.ndcg)
        }
        var counts = [Int](repeating: 0, count: data.items.count)
        for sequence in data.sequences {
            for item in sequence.items.dropLast() { counts[Int(item)] += 1 }
        }
        return ("popular", validation.figures(ofPopularity: counts).ndcg)
    }

    func record(
        of data: TrainingData, _ fitted: Fitted, _ profile: String, seconds: Double
    ) -> ModelRecord {
        var record = ModelRecord(version: timedID("m-", at: clock.now()), metadata: [:])
        record.created = clock.now()
        record.profile = profile
        record.seed = options.seed
        record.offset = data.offset
        record.from = data.first
        record.to = data.last
        record.items = data.items.count
        record.people = data.sequences.count
        record.events = data.events
        record.epochs = fitted.epochs
        record.curve = fitted.curve
        record.trainSeconds = seconds
        return record
    }
}

/// Three digits behind the point.
private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

/// How a run went so far, and its best weights.
private struct Best {
    let model: Transformer
    var curve = LearningCurve()
    private(set) var ndcg = -1.0
    private(set) var epoch = 0

    init(_ model: Transformer) { self.model = Transformer(copying: model) }

    mutating func consider(_ candidate: Transformer, _ figure: Double, at epoch: Int) {
        guard figure > ndcg else { return }
        model.copy(candidate)
        ndcg = figure
        self.epoch = epoch
    }

    func isStale(_ now: Int, _ options: ModelTraining.Options) -> Bool {
        epoch > 0 && now - epoch >= options.patience * options.interval
    }

    var note: String { "\(epoch) \(ndcg) \(curve.text)" }

    mutating func restore(_ note: String) {
        let parts = note.split(separator: " ", maxSplits: 2)
        epoch = parts.first.flatMap { Int($0) } ?? 0
        ndcg = parts.dropFirst().first.flatMap { Double($0) } ?? -1
        curve = LearningCurve(text: parts.count > 2 ? String(parts[2]) : "")
    }
}
