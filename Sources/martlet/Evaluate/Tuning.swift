import Companions
import Evaluation

/// Chooses settings on the validation queries: one axis after another, the best value of each kept
/// for the next. No test query is looked at.
struct Tuning {
    /// More queries than these are sampled.
    private static let queriesMax = 20_000

    var choice: ModelChoice
    var evaluation: ModelEvaluation
    var seed: UInt64
    var threads: Int

    func best(show: (String) -> Void) async throws -> [Double] {
        let grid = choice.grid(for: evaluation.protocol)
        var best = grid.start
        guard !grid.axes.isEmpty, !evaluation.validation.isEmpty else { return best }
        let queries = ModelEvaluation.sample(
            evaluation.validation, Self.queriesMax, seed: seed)
        show(
            "\(choice.rawValue): tuning by \(evaluation.protocol.decisive) on "
                + "\(grouped(queries.count)) validation queries")
        var highest = try await score(of: best, on: queries)
        show("  \(rounded(highest))  \(grid.text(best))")
        for (index, axis) in grid.axes.enumerated() {
            for value in axis.values where value != axis.start {
                var settings = best
                settings[index] = value
                let score = try await score(of: settings, on: queries)
                let mark = score > highest ? "  better" : ""
                show("  \(rounded(score))  \(grid.text(settings))\(mark)")
                flushOutput()
                guard score > highest else { continue }
                highest = score
                best = settings
            }
        }
        return best
    }

    private func rounded(_ score: Double) -> Double { (score * 10_000).rounded() / 10_000 }

    private func score(of settings: [Double], on queries: [Query]) async throws -> Double {
        var model = choice.model(settings, for: evaluation.protocol)
        try evaluation.learn(
            &model, from: evaluation.early, label: "tuning \(choice.rawValue)")
        let outcomes = try await evaluation.ask(
            model, queries, listLength: 0, threads: threads, label: "tuning \(choice.rawValue)")
        return evaluation.protocol.decisive.ratio(outcomes, of: queries).value
    }
}
