import Companions
import Evaluation
import Ranking

/// Fits models, each once: a blend is made of models that may be asked for by themselves as well.
final class FittedModels {
    /// What a model learns from.
    enum Part: String {
        /// All but the validation part: for what is chosen on that.
        case early
        /// All that the reported model may learn from.
        case all
    }

    struct Fitted {
        var model: any NextItemModel
        /// What fitting took, that of a blend's sources included.
        var seconds: Double
    }

    let evaluation: ModelEvaluation
    let options: EvaluationOptions
    private var settings: [ModelChoice: [Double]] = [:]
    private var fitted: [String: Fitted] = [:]

    init(_ evaluation: ModelEvaluation, _ options: EvaluationOptions) {
        self.evaluation = evaluation
        self.options = options
    }

    /// As `--set` says, or else as `--tune` finds.
    func settings(of choice: ModelChoice) async throws -> [Double] {
        if let known = settings[choice] { return known }
        let grid = choice.grid(for: evaluation.extent)
        let set = options.set(of: choice)
        var chosen = grid.setting(set) ?? grid.start
        if options.tune, set.isEmpty {
            chosen = try await Tuning(choice: choice, evaluation: evaluation, options: options)
                .best(show: options.json ? printError : { print($0) })
        }
        settings[choice] = chosen
        return chosen
    }

    /// The model with its settings, having learnt one of the parts.
    func model(_ choice: ModelChoice, on part: Part) async throws -> Fitted {
        let settings = try await settings(of: choice)
        return try await model(choice, settings, on: part)
    }

    func model(_ choice: ModelChoice, _ settings: [Double], on part: Part) async throws -> Fitted {
        let isOne = evaluation.early.count == evaluation.training.count
        let part = isOne ? .early : part
        let key = "\(part.rawValue) \(choice.rawValue) \(settings)"
        if let known = fitted[key] { return known }
        let result =
            choice == .blend
            ? try await blend(settings, on: part) : try await single(choice, settings, on: part)
        fitted[key] = result
        return result
    }

    private func single(
        _ choice: ModelChoice, _ settings: [Double], on part: Part
    ) async throws -> Fitted {
        let clock = ContinuousClock()
        let start = clock.now
        var model = try choice.model(settings, for: evaluation)
        if let model = model as? any TrainedModel {
            return try await trained(model, choice, settings, on: part)
        }
        try learn(&model, part, choice)
        try model.fit()
        return Fitted(model: model, seconds: (clock.now - start) / .seconds(1))
    }
}
