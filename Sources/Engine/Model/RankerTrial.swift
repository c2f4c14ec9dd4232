import Commerce
import Evaluation
import Neural
import Ranking

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Learns what comes of showings from the first three fifths of the recorded answers, brings it into
/// line on the next fifth, and judges it on the last: whether its order is worth more than the one that
/// was served, placement by placement. Where it falls behind, the other order goes on to serve.
struct RankerTrial {
    /// Fewer answers, or fewer that somebody turned to, teach nothing.
    private static let answersMin = 500
    private static let turnedToMin = 100
    /// Fewer answers that something came of judge nothing.
    private static let judgedMin = 30
    private static let resamples = 1000
    /// A place that is looked at less often does not count for more.
    private static let lookMin = 0.1
    /// The features that count most are named.
    private static let namedMax = 6

    /// The worth of what came of the answers of a placement, had they stood in two orders.
    struct Figures {
        var placement: Placement
        var answers: Int
        var ranked: Double
        var served: Double
        var lead: Interval

        var isKept: Bool { ranked >= served }
    }

    private(set) var figures: [Figures] = []
    private(set) var ranker: MultiTaskRanker?
    private(set) var text: String

    /// Nil where none is worth it.
    var placed: PlacedRanker? {
        let placements = Set(figures.filter(\.isKept).map(\.placement))
        guard !placements.isEmpty else { return nil }
        return ranker.map { PlacedRanker(ranker: $0, placements: placements) }
    }

    /// - Parameters:
    ///   - learnt: Answers in the order of time.
    ///   - seed: Draws weights and intervals.
    init(_ learnt: SlateLessons, seed: UInt64) {
        let lessons = learnt.lessons
        let turnedTo = lessons.count { $0.outcomes.contains { $0.contains(.click) } }
        text =
            "\(lessons.count) answers were recorded with what came of them, and \(turnedTo) were "
            + "turned to; \(Self.answersMin) and \(Self.turnedToMin) are needed"
        guard lessons.count >= Self.answersMin, turnedTo >= Self.turnedToMin else { return }
        let ends = [3, 4].map { lessons.count / 5 * $0 }
        let rows = ends.map { end in
            lessons[end...].lazy.flatMap(\.rows).compactMap(\.self).first ?? learnt.examples.count
        }
        guard
            let outcome = MultiTaskTraining(
                learnt.examples, learntEnd: rows[0], heldEnd: rows[1], seed: seed
            ).fit()
        else {
            text += "; too few of those that were to teach, or to judge"
            return
        }
        ranker = outcome.ranker
        let looks = Self.looks(lessons[..<ends[0]])
        for placement in Placement.allCases {
            let judging = lessons[ends[1]...].filter { lesson in
                lesson.placement == placement && lesson.outcomes.contains { !$0.isEmpty }
            }
            guard judging.count >= Self.judgedMin else { continue }
            figures.append(
                Self.judge(outcome.ranker, placement, judging, learnt.examples, looks, seed))
        }
        text = Self.text(outcome, figures, answers: lessons.count, learnt.examples.count)
    }

    /// How likely each place is looked at.
    private static func looks(_ lessons: ArraySlice<SlateLessons.Lesson>) -> [Double] {
        PositionModel(
            lessons.map { lesson in
                SearchSession(
                    query: UInt32(Placement.allCases.firstIndex(of: lesson.placement) ?? 0),
                    items: lesson.items, clicked: lesson.outcomes.map { $0.contains(.click) })
            }
        ).looks
    }

    private static func judge(
        _ ranker: MultiTaskRanker, _ placement: Placement, _ lessons: [SlateLessons.Lesson],
        _ examples: TaskExamples, _ looks: [Double], _ seed: UInt64
    ) -> Figures {
        let objective = PlacementSettings(placement).objective
        let ranked = lessons.map { lesson in
            gain(lesson, looks, objective, worth(lesson, ranker, examples, objective))
        }
        let served = lessons.map { gain($0, looks, objective, $0.bases) }
        let owners = lessons.map(\.owner)
        let ratios = [ranked, served].map { Ratio("worth", values: $0, owners: owners) }
        let comparison = Bootstrap(seed: seed, resamples: resamples)
            .comparisons([ratios[0]], [ratios[1]])[0]
        return Figures(
            placement: placement, answers: lessons.count, ranked: ratios[0].value,
            served: ratios[1].value, lead: comparison.interval)
    }

    /// What a ranker expects of each item; of what was not seen nothing, as nothing came of it.
    private static func worth(
        _ lesson: SlateLessons.Lesson, _ ranker: MultiTaskRanker, _ examples: TaskExamples,
        _ objective: RankingObjective
    ) -> [Float] {
        let seen = lesson.rows.compactMap(\.self)
        let chances = ranker.chances(of: examples.table(seen))
        var row = 0
        return lesson.rows.map { place in
            guard place != nil else { return 0 }
            defer { row += 1 }
            return RankingTask.allCases.reduce(0) {
                $0 + objective.weight(of: $1) * chances[row, $1.rawValue]
            }
        }
    }

    /// What came of an answer, each outcome worth the more the less its place was looked at, discounted
    /// by the place that an order gives it. Among what was seen, so that both orders are of the same.
    private static func gain(
        _ lesson: SlateLessons.Lesson, _ looks: [Double], _ objective: RankingObjective,
        _ scores: [Float]
    ) -> Double {
        let seen = lesson.rows.indices.filter { lesson.rows[$0] != nil }
        let order = seen.sorted { (scores[$1], $0) < (scores[$0], $1) }
        return order.enumerated().reduce(0) { sum, entry in
            let weight = lesson.outcomes[entry.element].reduce(0) { $0 + objective.weight(of: $1) }
            let look = entry.element < looks.count ? looks[entry.element] : 0
            return sum + Double(weight) / (max(look, lookMin) * log2(Double(entry.offset + 2)))
        }
    }

    // MARK: Say

    private static func text(
        _ outcome: MultiTaskTraining.Outcome, _ figures: [Figures], answers: Int, _ showings: Int
    ) -> String {
        let tasks = outcome.figures.map {
            "\($0.task): AUC \(rounded($0.auc)), log loss \(rounded($0.logLoss)), of the rate alone "
                + "\(rounded($0.logLossOfRate)), calibration error \(rounded($0.calibrationError))"
        }
        let order = outcome.importance.indices.sorted {
            (outcome.importance[$1], $0) < (outcome.importance[$0], $1)
        }
        let named = order.prefix(namedMax).map {
            "\(ShowingFeatures.names[$0]) \(rounded(outcome.importance[$0]))"
        }
        let orders = figures.map { figures in
            "\(figures.placement.rawValue): worth \(rounded(figures.ranked)) on \(figures.answers) "
                + "answers, as served \(rounded(figures.served)) (lead \(rounded(figures.lead.low)) "
                + "to \(rounded(figures.lead.high)))" + (figures.isKept ? "" : "; not used")
        }
        return
            (["\(answers) answers, \(showings) showings"] + tasks
            + ["log loss without: " + named.joined(separator: ", ")] + orders)
            .joined(separator: ". ")
    }
}

/// Four digits behind the point.
private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
