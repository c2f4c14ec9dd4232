import Companions
import Evaluation
import Primitives

/// Asks models what comes next on a stream, as they stood before it and as they go on learning.
struct PrequentialEvaluation {
    private static let metrics: [(metric: Metric, name: String, scale: Double)] = [
        (.ndcg(10), "NDCG@10", 1), (.hitRate(10), "HR@10", 1), (.reciprocalRank(10), "MRR@10", 1),
        (.hitRate(20), "P@20", 100), (.reciprocalRank(20), "MRR@20", 100),
    ]

    var title: String
    var split: PrequentialSplit
    var itemCount: Int
    var options: EvaluationOptions

    private var evaluation: ModelEvaluation {
        let known = SessionSplit(training: Array(split.before), test: [])
        var evaluation = ModelEvaluation(
            title: title, notes: [], protocol: .sessions, itemCount: itemCount, historyMax: .max,
            training: known.training, early: Array(known.early), validation: known.validation,
            test: [])
        evaluation.seed = options.seed
        evaluation.threads = options.threads
        return evaluation
    }

    func report() async throws -> Report {
        let asked = asked
        var report = Report(title: title, notes: [], models: [])
        let coming = split.portions.reduce(0) { $0 + $1.sessions.count }
        report.notes = [
            "fitted on the first \(grouped(split.before.count)) sessions; "
                + "\(grouped(coming)) came by in \(split.portions.count) portions",
            "\(grouped(asked.reduce(0) { $0 + $1.count })) queries asked, among all "
                + "\(grouped(itemCount)) items; intervals draw sessions; seed \(options.seed)",
        ]
        let evaluation = evaluation
        let models = FittedModels(evaluation, options)
        let bootstrap = Bootstrap(seed: options.seed, resamples: options.resamples)
        for choice in options.choices {
            let fitted = try await models.model(choice, on: .all)
            let frozen = try await ratios(fitted.model, asked, evaluation, goesOn: false)
            let clock = ContinuousClock()
            let start = clock.now
            let going = try await ratios(fitted.model, asked, evaluation, goesOn: true)
            let names = ["\(choice.rawValue), frozen", "\(choice.rawValue), continual"]
            for (name, ratios) in zip(names, [frozen, going]) {
                let figures = zip(ratios, bootstrap.intervals(ratios)).map {
                    Report.Figure(key: $0.name, value: $0.value, interval: $1)
                }
                report.models.append(Report.Model(name: name, figures: figures))
            }
            report.models[report.models.count - 1].figures.append(
                Report.Figure(key: "seconds", value: (clock.now - start) / .seconds(1)))
            report.pairs.append(
                Report.Pair(
                    first: names[1], second: names[0],
                    comparisons: bootstrap.comparisons(going, frozen)))
        }
        return report
    }

    /// The queries of each portion that are asked: the same share of each.
    private var asked: [[Query]] {
        let all = split.portions.reduce(0) { $0 + $1.queries.count }
        let share = min(1, Double(options.sample ?? all) / Double(max(1, all)))
        return split.portions.enumerated().map { index, portion in
            ModelEvaluation.sample(
                portion.queries, Int(share * Double(portion.queries.count)),
                seed: options.seed &+ UInt64(index))
        }
    }

    private func ratios(
        _ fitted: any NextItemModel, _ asked: [[Query]], _ evaluation: ModelEvaluation,
        goesOn: Bool
    ) async throws -> [Ratio] {
        var model = (fitted as? any TrainedModel)?.copied() ?? fitted
        var random = SeededRNG(seed: options.seed)
        var outcomes: [Outcome] = []
        var earlier = Array(split.before)
        for (portion, queries) in zip(split.portions, asked) {
            if !queries.isEmpty {
                outcomes += try await evaluation.ask(
                    model, queries, listLength: 0, threads: options.threads, label: "prequential")
            }
            guard goesOn else { continue }
            learn(portion.sessions, &model, earlier: earlier, &random)
            earlier += portion.sessions
        }
        let all = asked.flatMap { $0 }
        return Self.metrics.map { metric, name, scale in
            metric.ratio(outcomes, of: all, name: name, scale: scale)
        }
    }

    private func learn(
        _ sessions: ArraySlice<[UInt32]>, _ model: inout any NextItemModel, earlier: [[UInt32]],
        _ random: inout SeededRNG
    ) {
        if let trained = model as? any TrainedModel {
            trained.goOn(
                Array(sessions) + replayed(sessions.count, of: earlier, &random), passes: 1)
        } else {
            for session in sessions { model.learn(sequence: session) }
        }
    }
}
