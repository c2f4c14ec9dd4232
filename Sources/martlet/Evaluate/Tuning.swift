import Companions
import Evaluation

/// Chooses settings on the validation queries. No test query is looked at.
struct Tuning {
    /// More queries than these are sampled.
    private static let queriesMax = 20_000

    var choice: ModelChoice
    var evaluation: ModelEvaluation
    var options: EvaluationOptions

    func best(show: (String) -> Void) async throws -> [Double] {
        let grid = choice.grid(for: evaluation.extent)
        guard grid.axes.contains(where: { $0.values.count > 1 }), !evaluation.validation.isEmpty
        else { return grid.start }
        let queries = ModelEvaluation.sample(
            evaluation.validation, Self.queriesMax, seed: options.seed)
        show(
            "\(choice.rawValue): tuning by \(evaluation.protocol.decisive) on "
                + "\(grouped(queries.count)) validation queries")
        return try await grid.search(show: show) { try await score(of: $0, on: queries) }
    }

    private func score(of settings: [Double], on queries: [Query]) async throws -> Double {
        let model = try await FittedModels(evaluation, options)
            .model(choice, settings, on: .early).model
        let outcomes = try await evaluation.ask(
            model, queries, listLength: 0, threads: options.threads,
            label: "tuning \(choice.rawValue)")
        return evaluation.protocol.decisive.ratio(outcomes, of: queries).value
    }
}
