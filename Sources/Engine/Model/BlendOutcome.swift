import Commerce
import Evaluation
import Ranking

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a rehearsal came to: a blend for each placement where one is worth it, and the figures.
struct BlendOutcome {
    private(set) var blends: [Placement: Blend] = [:]
    private(set) var figures: [Figures] = []

    /// NDCG@10 of the questions that no blend learnt from.
    struct Figures: Sendable {
        var placement: Placement
        var questions: Int
        var blend: Double
        var companions: Double
        var model: Double
        /// Of the shares that stand in for a blend.
        var pool: Double
        /// By how much the blend leads the companions and the model.
        var leads: [Interval]

        /// Whether the blend may serve: nothing says that it is behind one of its sources.
        var isKept: Bool { leads.allSatisfy { $0.high >= 0 } }
    }

    private static let questionsMin = 150
    private static let resamples = 1000

    /// - Parameters:
    ///   - asked: In the order of time.
    ///   - seed: Draws weights and intervals.
    init(_ asked: [BlendRehearsal.Asked], seed: UInt64) {
        for placement in BlendRehearsal.placements {
            let answered = asked.filter { $0.placement == placement && !$0.answers.isEmpty }
            guard answered.count >= Self.questionsMin else { continue }
            let end = answered.count / 3 * 2
            guard let blend = Self.learnt(answered[..<end], seed: seed) else { continue }
            let judged = Self.judge(blend, placement, Array(answered[end...]), seed: seed)
            figures.append(judged)
            if judged.isKept { blends[placement] = blend }
        }
    }

    private static func learnt(
        _ asked: ArraySlice<BlendRehearsal.Asked>, seed: UInt64
    ) -> Blend? {
        var training = BlendTraining(
            CandidateFeatures(sources: BlendQuestion.sources), seed: seed)
        for asked in asked {
            let places = asked.answers.compactMap { answer in
                asked.question.items.firstIndex(of: answer).map { UInt32($0) }
            }
            training.add(
                asked.question.list, history: asked.question.history,
                frequency: asked.question.frequency, answers: places, owner: asked.owner)
        }
        return training.fit()
    }

    private static func judge(
        _ blend: Blend, _ placement: Placement, _ asked: [BlendRehearsal.Asked], seed: UInt64
    ) -> Figures {
        func ratio(_ scores: (BlendQuestion) -> [Float]) -> Ratio {
            Ratio(
                "NDCG@10", values: asked.map { gain($0, scores($0.question)) },
                owners: asked.map(\.owner))
        }
        let companions = ratio { $0.list.logits(of: BlendQuestion.companions) }
        let model = ratio { $0.list.logits(of: BlendQuestion.model) }
        let blended = ratio {
            blend.scores(of: $0.list, history: $0.history, frequency: $0.frequency)
        }
        let pooled = ratio { question in
            LinearPool(placement)?.scores(of: question.list) ?? []
        }
        let bootstrap = Bootstrap(seed: seed, resamples: resamples)
        return Figures(
            placement: placement, questions: asked.count, blend: blended.value,
            companions: companions.value, model: model.value, pool: pooled.value,
            leads: [companions, model].flatMap {
                bootstrap.comparisons([blended], [$0]).map(\.interval)
            })
    }

    /// Ties fall by place.
    private static func gain(_ asked: BlendRehearsal.Asked, _ scores: [Float]) -> Double {
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        let answers = Set(asked.answers)
        let items = asked.question.items
        var ranks = order.enumerated().filter { answers.contains(items[$0.element]) }
            .map { $0.offset + 1 }
        ranks += Array(repeating: .max, count: answers.count - ranks.count)
        return Metric.ndcg(10).value(of: Outcome(ranks: ranks, candidates: items.count))
    }

    /// A sentence a placement.
    var text: String {
        figures.map { figures in
            let leads = figures.leads.map { "\(rounded($0.low)) to \(rounded($0.high))" }
            return "\(figures.placement.rawValue): NDCG@10 \(rounded(figures.blend)) on "
                + "\(figures.questions) questions; companions alone \(rounded(figures.companions)) "
                + "(lead \(leads[0])), model alone \(rounded(figures.model)) (lead \(leads[1])), "
                + "fixed shares \(rounded(figures.pool))"
                + (figures.isKept ? "" : "; not used")
        }.joined(separator: ". ")
    }
}

/// Four digits behind the point.
private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
