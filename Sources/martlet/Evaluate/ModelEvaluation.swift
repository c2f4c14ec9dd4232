import Companions
import Evaluation
import JSON
import Primitives
import Storage

/// Fits models, asks them the test queries and prints what came out.
struct ModelEvaluation {
    /// Single queries that are timed, one after another.
    private static let timedQueries = 500

    /// Queries between two looks at the progress.
    private static let portionQueries = 2048

    var title: String
    var notes: [String]
    var `protocol`: EvaluationProtocol
    var itemCount: Int
    var historyMax: Int
    /// What the reported model learns from.
    var training: [[UInt32]]
    /// What a model learns from while its settings are chosen.
    var early: [[UInt32]]
    var validation: [Query]
    var test: [Query]
    /// What the catalogue says of each item, as hashes; empty where nothing is known.
    var features: [Set<UInt64>] = []
    /// Items from here on nobody has met: they are in no history, and some are targets.
    var firstNew: Int?
    /// A checkpoint whose expectations the transformer learns beside what came.
    var teacher: String?
    /// Of everything that a model draws at random.
    var seed: UInt64 = 1
    var threads = 2

    /// One model's answers, ready to be drawn again.
    private struct Measured {
        var model: Report.Model
        var ratios: [Ratio]
    }

    func run(_ options: EvaluationOptions) async throws {
        let report = try await report(options)
        if let path = options.report {
            try FileSystem.replace(path, with: Array(report.html.utf8))
        }
        print(options.json ? String(decoding: report.value.json, as: UTF8.self) : report.text)
    }

    func report(_ options: EvaluationOptions) async throws -> Report {
        let asked = Self.sample(test, options.sample, seed: options.seed)
        var report = Report(title: title, notes: notes, models: [])
        report.notes.append(
            "\(grouped(asked.count)) of \(grouped(test.count)) queries asked; "
                + "IPS: propensity ∝ popularity^\(options.gamma); seed \(options.seed)")
        let models = FittedModels(self, options)
        var results: [Measured] = []
        for choice in options.choices {
            results.append(try await result(of: choice, models, on: asked, options))
        }
        report.models = results.map(\.model)
        let bootstrap = Bootstrap(seed: options.seed, resamples: options.resamples)
        if let first = results.first {
            report.pairs = results.dropFirst().map { other in
                Report.Pair(
                    first: other.model.name, second: first.model.name,
                    comparisons: bootstrap.comparisons(other.ratios, first.ratios))
            }
        }
        for blend in results where blend.model.name == ModelChoice.blend.rawValue {
            for (source, _) in ModelChoice.sources(for: self.protocol) {
                let other: Measured
                if let known = results.first(where: { $0.model.name == source.rawValue }) {
                    other = known
                } else {
                    other = try await result(of: source, models, on: asked, options)
                }
                report.pairs.append(
                    Report.Pair(
                        first: blend.model.name, second: other.model.name,
                        comparisons: bootstrap.comparisons(blend.ratios, other.ratios)))
            }
        }
        return report
    }

    private func result(
        of choice: ModelChoice, _ models: FittedModels, on queries: [Query],
        _ options: EvaluationOptions
    ) async throws -> Measured {
        let fitted = try await models.model(choice, on: .all)
        let model = fitted.model
        let k = self.protocol.listLength
        let outcomes = try await ask(
            model, queries, listLength: k, threads: options.threads, label: choice.rawValue)
        let ratios = ratios(of: outcomes, on: queries, gamma: options.gamma)
        let intervals = Bootstrap(seed: options.seed, resamples: options.resamples)
            .intervals(ratios)
        var figures = zip(ratios, intervals).map { ratio, interval in
            Report.Figure(key: ratio.name, value: ratio.value, interval: interval)
        }
        let coverage = ListMeasures.coverage(outcomes, k: k, itemCount: itemCount)
        figures.append(Report.Figure(key: "coverage@\(k)", value: coverage))
        figures.append(Report.Figure(key: "train_s", value: fitted.seconds))
        let times = times(of: model, on: queries)
        for (key, quantile) in [("p50_ms", 0.5), ("p99_ms", 0.99)] {
            figures.append(
                Report.Figure(key: key, value: times.milliseconds(quantile: quantile)))
        }
        let text = choice.grid(for: extent).text(try await models.settings(of: choice))
        return Measured(
            model: Report.Model(name: choice.rawValue, settings: text, figures: figures),
            ratios: ratios)
    }

    /// The outcomes of all queries, asked in portions between which progress is shown.
    func ask(
        _ model: any NextItemModel, _ queries: [Query], listLength: Int, threads: Int,
        label: String
    ) async throws -> [Outcome] {
        let evaluator = Evaluator(
            itemCount: itemCount, listLength: listLength, historyMax: historyMax,
            threads: threads)
        var line = ProgressLine()
        defer { line.end() }
        var outcomes: [Outcome] = []
        repeat {
            let start = outcomes.count
            let portion = Array(queries[start..<min(start + Self.portionQueries, queries.count)])
            outcomes += try await evaluator.run(ModelScorer(model: model), on: portion)
            line.show(
                share: Double(outcomes.count) / Double(queries.count),
                text: "\(label): \(grouped(outcomes.count)) queries", count: outcomes.count)
        } while outcomes.count < queries.count
        return outcomes
    }

    private func ratios(
        of outcomes: [Outcome], on queries: [Query], gamma: Double
    ) -> [Ratio] {
        let counts = itemCounts(training, itemCount: itemCount)
        let weights = PopularityWeights(counts: counts, gamma: gamma).weights(of: queries)
        var ratios = self.protocol.metrics.map { metric, name, scale in
            metric.ratio(outcomes, of: queries, name: name, scale: scale)
        }
        for (metric, name, scale) in self.protocol.metrics.prefix(2) {
            ratios.append(
                metric.ratio(
                    outcomes, of: queries, name: "IPS-\(name)", scale: scale, weights: weights))
        }
        if let firstNew {
            for (name, isNew) in [("new", true), ("known", false)] {
                let weights = queries.map { ($0.targets[0] >= firstNew) == isNew ? 1.0 : 0 }
                for (metric, key, scale) in self.protocol.metrics.prefix(2) {
                    ratios.append(
                        metric.ratio(
                            outcomes, of: queries, name: "\(name)-\(key)", scale: scale,
                            weights: weights))
                }
            }
        }
        let k = self.protocol.listLength
        ratios.append(
            Ratio(
                "novelty@\(k)", values: ListMeasures.novelty(outcomes, k: k, counts: counts),
                owners: queries.map(\.owner)))
        return ratios
    }

    /// How long single answers take: all items scored, on one thread.
    private func times(of model: any NextItemModel, on queries: [Query]) -> Samples {
        let clock = ContinuousClock()
        var samples = Samples()
        var scores = [Float](repeating: 0, count: itemCount)
        let step = max(1, queries.count / Self.timedQueries)
        for index in stride(from: 0, to: queries.count, by: step) {
            let history = Array(queries[index].history.suffix(historyMax))
            samples.add(clock.measure { model.score(history, into: &scores) })
        }
        return samples
    }

    /// So many queries, drawn without replacement, in their order; all where nil.
    static func sample(_ queries: [Query], _ count: Int?, seed: UInt64) -> [Query] {
        guard let count, count < queries.count else { return queries }
        var random = SeededRNG(seed: seed)
        return queries.indices.shuffled(using: &random).prefix(count).sorted().map { queries[$0] }
    }
}

/// A model as the evaluation asks it.
struct ModelScorer: Scorer {
    var model: any NextItemModel

    func score(_ history: [UInt32], into scores: inout [Float]) {
        model.score(history, into: &scores)
    }
}
