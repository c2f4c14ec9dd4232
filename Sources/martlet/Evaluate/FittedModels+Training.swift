import Companions
import Evaluation
import Primitives
import Ranking
import Storage

extension FittedModels {
    /// Queries that decide when training ends, at most.
    private static let validationQueries = 5000

    private func sequences(_ part: Part) -> [[UInt32]] {
        part == .early ? evaluation.early : evaluation.training
    }

    func learn(_ model: inout some NextItemModel, _ part: Part, _ choice: ModelChoice) throws {
        var line = ProgressLine()
        let sequences = sequences(part)
        for (index, sequence) in sequences.enumerated() {
            model.learn(sequence: sequence)
            guard index % 256 == 0 else { continue }
            line.show(
                share: Double(index) / Double(sequences.count),
                text: "\(choice.rawValue): \(grouped(index)) sequences learnt", count: index)
        }
        line.end()
    }

    // MARK: Training in passes

    /// Training ends when the validation part says so; where that part is to be learnt too, it then
    /// goes on with that.
    func trained(
        _ model: any TrainedModel, _ choice: ModelChoice, _ settings: [Double], on part: Part
    ) async throws -> Fitted {
        let clock = ContinuousClock()
        let start = clock.now
        var model = model
        let run =
            choice.grid(for: evaluation.extent).text(settings)
            + ", seed \(evaluation.seed), \(sequences(part).count) sequences"
            + (evaluation.features.isEmpty ? "" : ", content")
            + (evaluation.teacher.map { ", after \($0)" } ?? "")
            + (evaluation.firstNew.map { ", new from item \($0)" } ?? "")
        let path = options.keep.map { "\($0)/\(choice.rawValue)-\(part.rawValue).safetensors" }
        if let path, FileSystem.exists(path), try model.take(from: path, run: run) {
            return Fitted(model: model, seconds: 0)
        }
        if part == .early {
            try learn(&model, part, choice)
            let asked = ModelEvaluation.sample(
                evaluation.validation, Self.validationQueries, seed: evaluation.seed)
            try await model.fit { candidate in
                let outcomes = try await evaluation.ask(
                    candidate, asked, listLength: 0, threads: options.threads,
                    label: choice.rawValue)
                return evaluation.protocol.decisive.ratio(outcomes, of: asked).value
            }
        } else {
            let early = try await self.model(choice, settings, on: .early)
            guard let trained = early.model as? any TrainedModel else { return early }
            model = trained.copied()
            var random = SeededRNG(seed: evaluation.seed)
            let new = evaluation.training.dropFirst(evaluation.early.count)
            model.goOn(
                Array(new) + replayed(new.count, of: evaluation.early, &random), passes: 2)
        }
        if let path {
            try FileSystem.createFolder(FileSystem.parent(of: path))
            try model.keep(in: path, run: run)
        }
        return Fitted(model: model, seconds: (clock.now - start) / .seconds(1))
    }

    // MARK: Blends

    /// The order is learnt on the validation part, over sources that did not learn it; where these
    /// are to learn it too, they then take their places.
    func blend(_ settings: [Double], on part: Part) async throws -> Fitted {
        let sources = ModelChoice.sources(for: evaluation.protocol)
        let fits = try await fits(of: sources.map(\.choice), on: part)
        let seconds = fits.reduce(0) { $0 + $1.seconds }
        let frequency = ItemFrequency(sequences(part), itemCount: evaluation.itemCount)
        if part == .all {
            let early = try await model(.blend, settings, on: .early)
            guard let blend = early.model as? BlendModel else { return early }
            return Fitted(
                model: blend.over(fits.map(\.model), frequency), seconds: early.seconds + seconds)
        }
        var model = BlendModel(
            Array(zip(fits.map(\.model), sources.map(\.scale))), depth: Int(settings[0]),
            masksHistory: evaluation.protocol == .sequence)
        let clock = ContinuousClock()
        let start = clock.now
        model.learn(
            ModelEvaluation.sample(
                evaluation.validation, BlendModel.queriesMax, seed: evaluation.seed),
            frequency: frequency, seed: evaluation.seed, show: printError)
        return Fitted(model: model, seconds: seconds + (clock.now - start) / .seconds(1))
    }

    private func fits(of choices: [ModelChoice], on part: Part) async throws -> [Fitted] {
        var fits: [Fitted] = []
        for choice in choices { fits.append(try await model(choice, on: part)) }
        return fits
    }
}

/// So many of the earlier sequences, drawn at random: small steps forget what was before them, unless
/// some of it comes by again (experience replay: Rolnick et al., 2019).
func replayed(_ count: Int, of earlier: [[UInt32]], _ random: inout SeededRNG) -> [[UInt32]] {
    earlier.isEmpty ? [] : (0..<count).map { _ in earlier[random.index(below: earlier.count)] }
}
