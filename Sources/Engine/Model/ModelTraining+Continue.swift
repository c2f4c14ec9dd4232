import Neural
import Primitives
import SequenceModel
import Storage

/// Small steps from where the promoted model stands, over what people did since and as much of what
/// others did before: small steps forget what does not come by again (experience replay: Rolnick et
/// al., 2019). Items that are new get rows, which begin as their content says.
extension ModelTraining {
    private static let passes = 2
    private static let warmup = 20

    /// - Throws: As `run`, and `EngineError` `not_found` where no model is promoted.
    func goOn(_ progress: (Progress) -> Void) throws -> Outcome {
        guard let parent = registry.serving else {
            throw EngineError(
                .notFound, "no model of \(directory) is promoted; `martlet train` makes one")
        }
        let before = try registry.record(of: parent)
        let (old, ids) = try Transformer.read(registry.path(of: parent))
        var data = try TrainingData(directory: directory, after: before.offset)
        data.renumber(after: ids)
        progress(.read(events: data.events, people: data.sequences.count, items: data.items.count))
        data.keep(data.sinceThenAndBefore(seed: options.seed))
        let (training, validation) = ModelValidation.split(data)
        guard !validation.isEmpty, data.fresh.contains(where: { $0 > 0 }) else {
            throw EngineError(
                .tooLittleData,
                "nothing that \(parent) could learn has happened since event \(before.offset)")
        }
        let claim = try registry.claim()
        defer { claim.release() }
        let started = clock.now()
        let model = old.grown(by: data.features(from: ids.count))
        model.heads = old.heads
        let chosen = try settings(of: TrainingProfile(rawValue: before.profile)).settings
        let trainer = Trainer(
            model, small(chosen, model.shape), features: data.features(from: 0))
        for _ in 0..<Self.passes {
            let (result, rate) = pass(trainer, training, of: Self.passes, progress)
            progress(
                .epoch(trainer.epochs, loss: result.loss, ndcg: nil, tokensPerSecond: rate))
        }
        var record = record(
            of: data, Fitted(model: model, epochs: Self.passes), before.profile,
            seconds: clock.now() - started)
        record.parent = parent
        // It joins the companions as its parent did.
        record.blend = before.blend
        try registry.save(registry.blends(of: parent), of: record.version)
        try learnRanker(&record)
        return try register(model, record, data, validation)
    }

    /// Half the rate, which stays; and the weights of the last step are the model.
    private func small(_ chosen: ModelSettings, _ shape: ModelShape) -> TrainingSettings {
        var settings = chosen.training(
            items: shape.items, threads: options.threads, seed: options.seed)
        settings.tokens = shape.reach
        settings.course = .constant
        settings.learningRate /= 2
        settings.warmup = Self.warmup
        settings.averaging = 0
        return settings
    }
}

extension TrainingData {
    /// Numbers the items as a model has them, and those that it does not have after them.
    mutating func renumber(after ids: [String]) {
        let known = Dictionary(uniqueKeysWithValues: zip(ids, UInt32(0)...))
        var all = ids
        let numbers = items.map { id in
            if let number = known[id] { return number }
            all.append(id)
            return UInt32(all.count - 1)
        }
        sequences = sequences.map { $0.renumbered { numbers[Int($0)] } }
        if !features.isEmpty {
            var described = [Set<UInt64>](repeating: [], count: all.count)
            for (number, set) in zip(numbers, features) { described[Int(number)] = set }
            features = described
        }
        items = all
    }

    /// What describes the items from this one on; nothing where nothing is described.
    func features(from first: Int) -> [Set<UInt64>] {
        features.isEmpty
            ? [Set<UInt64>](repeating: [], count: items.count - first)
            : Array(features[first...])
    }

    /// Everybody who did something since, and as many others, drawn by the seed.
    func sinceThenAndBefore(seed: UInt64) -> [Int] {
        var random = SeededRNG(seed: seed)
        let active = fresh.indices.filter { fresh[$0] > 0 }
        let others = fresh.indices.filter { fresh[$0] == 0 }.shuffled(using: &random)
        return (active + others.prefix(active.count)).sorted()
    }

    /// Drops all sequences but these.
    mutating func keep(_ chosen: [Int]) {
        sequences = chosen.map { sequences[$0] }
        people = chosen.map { people[$0] }
        times = chosen.map { times[$0] }
        fresh = chosen.map { fresh[$0] }
    }
}
