import ArgumentParser
import Evaluation
import JSON
import Primitives
import Ranking
import Simulation

struct EvaluateClicks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clicks",
        abstract: "What rankers learn from biased clicks, by the truth of a made-up shop: NDCG@10.",
        discussion: """
            Simulated shoppers of known position bias and taste search a made-up shop, whose answers \
            are by words and move a little from day to day. From their clicks a click model, the \
            shop's own encoder and a ranker learn; then they order the best hundred items by words \
            for every query. Each fourth query is never asked before: the keys `unseen-…`. Grades are \
            the shop's relevance in quarters. Intervals draw queries.
            """)

    @Option(help: "Draws shop, shoppers, clicks, weights and intervals.") var seed: UInt64 = 1
    @Option(help: "Different queries.") var queries = 1000
    @Option(help: "Answers that shoppers saw.") var sessions = 40_000
    @Option(help: "Items of the shop.") var items = 2000
    @Option(help: "Resamples for the intervals.") var resamples = 1000
    @Flag(help: "Print one line of JSON; everything else goes to standard error.") var json = false

    func validate() throws {
        guard (8...100_000).contains(queries), sessions > 0, items > 0, resamples > 0 else {
            throw ValidationError(
                "--queries must be 8 to 100000, --sessions, --items and --resamples at least 1")
        }
    }

    func run() throws {
        var settings = ClickEvaluation.Settings()
        settings.seed = seed
        settings.queries = queries
        settings.sessions = sessions
        settings.items = items
        let evaluation = ClickEvaluation(settings)
        var measured: [Measured] = [
            Measured("words (BM25F)", evaluation) { query in evaluation.found[query].map(\.share) }
        ]
        for model in ClickModel.allCases {
            let ranking = ClickRanking(evaluation, model)
            if model == .raw {
                measured.append(Measured("click-through", evaluation, ranking.bySignal()))
            }
            guard let learnt = ranking.learnt() else { continue }
            measured.append(Measured("learnt, \(model.rawValue)", evaluation, learnt))
            printError("\(measured[measured.count - 1].name) is measured")
        }
        let report = self.report(measured, evaluation)
        print(json ? String(decoding: report.value.json, as: UTF8.self) : report.text)
    }

    /// An order of everything, by query.
    private struct Measured {
        var name: String
        var ratios: [Ratio]

        init(_ name: String, _ evaluation: ClickEvaluation, _ scores: (Int) -> [Float]) {
            self.name = name
            let gains = evaluation.gains(scores)
            ratios = [(true, "NDCG@10"), (false, "unseen-NDCG@10")].map { isSeen, key in
                let asked = gains.indices.filter { evaluation.isSeen($0) == isSeen }
                return Ratio(key, values: asked.map { gains[$0] }, owners: asked)
            }
        }
    }

    private func report(_ measured: [Measured], _ evaluation: ClickEvaluation) -> Report {
        let bootstrap = Bootstrap(seed: seed, resamples: resamples)
        var report = Report(
            title: "Learning from clicks",
            notes: [
                "\(grouped(evaluation.sessions.count)) answers to \(grouped(queries)) queries in a "
                    + "shop of \(grouped(evaluation.shop.items.count)) items, seed \(seed)",
                "the chance of a look by position, as the position model found it: "
                    + PositionModel(evaluation.sessions).looks.prefix(10).map { "\(rounded($0))" }
                    .joined(separator: ", "),
            ], models: [])
        for one in measured {
            report.models.append(
                Report.Model(
                    name: one.name,
                    figures: one.ratios.map { ratio in
                        Report.Figure(
                            key: ratio.name, value: ratio.value,
                            interval: bootstrap.intervals([ratio])[0])
                    }))
        }
        guard let debiased = measured.first(where: { $0.name == "learnt, position" }) else {
            return report
        }
        for other in measured where other.name != debiased.name {
            report.pairs.append(
                Report.Pair(
                    first: debiased.name, second: other.name,
                    comparisons: zip(debiased.ratios, other.ratios).flatMap {
                        bootstrap.comparisons([$0], [$1])
                    }))
        }
        return report
    }
}
