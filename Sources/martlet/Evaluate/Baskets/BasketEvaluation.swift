import Evaluation
import Primitives

/// Fits models to a shop's orders, asks them for the next ones and compares the answers.
struct BasketEvaluation {
    /// Questions, and the two ways to ask them.
    private struct Part {
        var moment: Timestamp
        var questions: [BasketQuestion]
        /// One query a question: all products of the order.
        var all: [Query]
        /// Products that the customer never bought; orders without any have no query.
        var new: [Query]
        /// The question of each query of `new`.
        var newPlaces: [Int]

        init(_ baskets: Baskets, _ span: Range<Timestamp>) {
            moment = span.lowerBound
            questions = baskets.questions(in: span)
            all = []
            new = []
            newPlaces = []
            for (place, question) in questions.enumerated() {
                let history = question.earlier.flatMap(\.items)
                var query = Query(
                    name: "order \(question.basket.name)", owner: question.basket.customer,
                    history: history, targets: question.basket.items, masksHistory: false)
                all.append(query)
                let had = Set(history)
                query.targets.removeAll(where: had.contains)
                query.masksHistory = true
                guard !query.targets.isEmpty else { continue }
                new.append(query)
                newPlaces.append(place)
            }
        }
    }

    private static let listLength = 10
    private static let metrics: [Metric] = [.hitRate(10), .recall(10), .ndcg(10)]

    let baskets: Baskets
    let month: String
    private let test: Part
    private let validation: Part
    private let bootstrap: Bootstrap
    /// Scores of blends' parts, which others may need as well.
    private var cache: [String: [[Float]]] = [:]
    private var chosen: [BasketChoice: [Double]] = [:]

    init(
        baskets: Baskets, month: String, test: Range<Timestamp>, validation: Range<Timestamp>,
        seed: UInt64, resamples: Int
    ) {
        self.baskets = baskets
        self.month = month
        self.test = Part(baskets, test)
        self.validation = Part(baskets, validation)
        bootstrap = Bootstrap(seed: seed, resamples: resamples)
    }

    mutating func report(
        on choices: [BasketChoice], tuned: Bool, show: (String) -> Void
    ) async throws -> Report {
        guard !test.all.isEmpty, !test.new.isEmpty else {
            throw EvaluationError(.noQueries, "no customer ordered again in \(month)")
        }
        var report = Report(
            title: "Orders of known customers in \(month)", notes: notes, models: [])
        var measured: [(all: [Ratio], new: [Ratio])] = []
        for choice in choices {
            let settings = try await settings(of: choice, tuned: tuned, show: show)
            let clock = ContinuousClock()
            var scores: [[Float]] = []
            let seconds = try clock.measure { scores = try self.scores(choice, settings, test) }
            let result = try ratios(scores)
            measured.append(result)
            var figures = figures(result.all) + figures(result.new)
            figures.append(Report.Figure(key: "seconds", value: seconds / .seconds(1)))
            report.models.append(
                Report.Model(
                    name: choice.rawValue, settings: choice.grid.text(settings), figures: figures))
        }
        for (place, other) in measured.enumerated().dropFirst() {
            report.pairs.append(
                Report.Pair(
                    first: choices[place].rawValue, second: choices[0].rawValue,
                    comparisons: bootstrap.comparisons(other.all, measured[0].all)
                        + bootstrap.comparisons(other.new, measured[0].new)))
        }
        return report
    }

    private var notes: [String] {
        [
            "\(grouped(baskets.all.count)) orders of \(grouped(baskets.customers)) customers, "
                + "\(grouped(baskets.items.count)) products; "
                + "\(grouped(baskets.linesTaken)) purchase lines with a customer",
            "\(grouped(test.all.count)) orders of customers who had ordered before; models learnt "
                + "from all before the month; all products ranked, nothing masked",
            "new-…: \(grouped(test.new.count)) of them hold products that the customer had never "
                + "bought: those are the targets, and what the customer had is masked",
            "intervals draw customers; seed \(bootstrap.seed)",
        ]
    }

    // MARK: Scores

    /// A row a question, an item a column.
    private mutating func scores(
        _ choice: BasketChoice, _ settings: [Double], _ part: Part
    ) throws -> [[Float]] {
        if choice.isBlend { return try blend(settings, part) }
        let key = "\(choice) \(settings) \(part.moment)"
        if let known = cache[key] { return known }
        guard var model = choice.model(settings) else { return [] }
        try model.learn(baskets.histories(before: part.moment), before: part.moment)
        let none = [Float](repeating: 0, count: baskets.items.count)
        let rows = part.questions.map { question in
            var row = none
            model.score(question.earlier, at: question.basket.time, into: &row)
            return row
        }
        if BasketChoice.parts.contains(choice), settings == chosen[choice] ?? choice.grid.start {
            cache[key] = rows
        }
        return rows
    }

    /// Each part counts as a share of its own best score.
    private mutating func blend(_ weights: [Double], _ part: Part) throws -> [[Float]] {
        var sums: [[Float]] = []
        for (choice, weight) in zip(BasketChoice.parts, [1] + weights) where weight > 0 {
            let rows = try scores(choice, chosen[choice] ?? choice.grid.start, part)
            if sums.isEmpty { sums = rows.map { $0.map { _ in 0 } } }
            for place in rows.indices {
                let most = rows[place].max() ?? 0
                guard most > 0 else { continue }
                let factor = Float(weight) / most
                for item in rows[place].indices { sums[place][item] += factor * rows[place][item] }
            }
        }
        return sums
    }

    // MARK: Settings

    private mutating func settings(
        of choice: BasketChoice, tuned: Bool, show: (String) -> Void
    ) async throws -> [Double] {
        let grid = choice.grid
        guard tuned, !grid.axes.isEmpty, !validation.new.isEmpty else { return grid.start }
        if let known = chosen[choice] { return known }
        if choice.isBlend {
            for part in BasketChoice.parts {
                _ = try await settings(of: part, tuned: true, show: show)
            }
        }
        show("\(choice.rawValue): tuning by NDCG@10 on \(grouped(validation.all.count)) orders")
        var trial = self
        let best = try await grid.search(show: show) { settings in
            let scores = try trial.scores(choice, settings, trial.validation)
            return try choice == .discovery
                ? trial.value(.ndcg(10), trial.rows(scores, trial.validation), trial.validation.new)
                : trial.value(.ndcg(10), scores, trial.validation.all)
        }
        chosen[choice] = best
        return best
    }

    // MARK: Figures

    private func rows(_ scores: [[Float]], _ part: Part) -> [[Float]] {
        part.newPlaces.map { scores[$0] }
    }

    private func value(
        _ metric: Metric, _ scores: [[Float]], _ queries: [Query]
    ) throws -> Double {
        let outcomes = try Evaluator(itemCount: baskets.items.count).rank(scores, for: queries)
        return metric.ratio(outcomes, of: queries).value
    }

    private func ratios(_ scores: [[Float]]) throws -> (all: [Ratio], new: [Ratio]) {
        let evaluator = Evaluator(itemCount: baskets.items.count)
        let all = try evaluator.rank(scores, for: test.all)
        let new = try evaluator.rank(rows(scores, test), for: test.new)
        return (
            Self.metrics.map { $0.ratio(all, of: test.all) },
            Self.metrics.map { $0.ratio(new, of: test.new, name: "new-\($0)") }
        )
    }

    private func figures(_ ratios: [Ratio]) -> [Report.Figure] {
        zip(ratios, bootstrap.intervals(ratios)).map { ratio, interval in
            Report.Figure(key: ratio.name, value: ratio.value, interval: interval)
        }
    }
}
