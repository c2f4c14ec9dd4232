import Commerce
import Features
import Neural
import Ranking

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The order by what is likely to come of showing each item, where one was learnt that is worth it.
extension Recommender {
    /// What tells the chances for a placement; nil where nothing does.
    func tasks(of request: RecommendRequest) -> MultiTaskRanker? {
        guard let learnt = state.model?.model.ranker,
            learnt.placements.contains(request.placement)
        else { return nil }
        return learnt.ranker
    }

    /// Gives the best candidates new scores, the worth of what is expected of each, and puts them into
    /// that order; what comes after them stays there.
    ///
    /// - Parameters:
    ///   - draft: The best, best first.
    ///   - rest: What comes after them.
    ///   - request: What is asked.
    ///   - person: Who asks.
    ///   - objective: What outcomes are worth.
    /// - Returns: Whether there was anything to rank by.
    func rank(
        _ draft: inout [Scored], _ rest: inout [Scored], _ request: RecommendRequest,
        _ person: History?, by objective: RankingObjective
    ) -> Bool {
        guard let ranker = tasks(of: request), !draft.isEmpty else { return false }
        let vector = features(for: person)
        let facts = draft.map { self.facts(of: $0.learnt) }
        var values: [Float] = []
        values.reserveCapacity(draft.count * ShowingFeatures.names.count)
        for (scored, facts) in zip(draft, facts) {
            ShowingFeatures.append(
                base: scored.base ?? 0, request.placement, facts, vector, to: &values)
        }
        let rows = Tensor(rows: draft.count, columns: ShowingFeatures.names.count)
        rows.array = values
        let chances = ranker.chances(of: rows)
        for place in draft.indices {
            let price = facts[place].price.logPrice - state.catalogue.prices.usual
            let parts = worth(place, chances, Float(exp(price)), objective)
            draft[place].score = parts.reduce(0) { $0 + $1.value }
            draft[place].relevance = draft[place].score
            guard request.isExplained else { continue }
            draft[place].basis = draft[place].parts
            draft[place].parts = parts
        }
        draft = draft.enumerated()
            .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            .map(\.element)
        sink(&rest, below: draft[draft.count - 1].score)
        return true
    }

    /// What each outcome adds to the worth of one of the rows.
    private func worth(
        _ row: Int, _ chances: Tensor, _ price: Float, _ objective: RankingObjective
    ) -> [ScorePart] {
        var parts = RankingTask.allCases.map { task in
            ScorePart(.task("\(task)"), objective.weight(of: task) * chances[row, task.rawValue])
        }
        let expected = chances[row, RankingTask.purchase.rawValue] * price
        parts.append(ScorePart(.task("value"), objective.value * expected))
        return parts
    }

    /// Keeps the order of what comes after the ranked, and puts it below them.
    private func sink(_ rest: inout [Scored], below lowest: Float) {
        guard let highest = rest.first?.score, highest > 0 else { return }
        let factor = min(1, lowest / highest / 2)
        for place in rest.indices {
            rest[place].score *= factor
            rest[place].relevance *= factor
            for part in rest[place].parts.indices { rest[place].parts[part].value *= factor }
        }
    }

    // MARK: Explain

    /// The features that say most for or against each outcome, one by one.
    private static let reasonsMax = 8

    /// Why an item has its chances of the outcomes that the shop wants; nothing where they were not asked.
    func outcomes(
        of scored: Scored, _ request: RecommendRequest, _ vector: FeatureVector,
        by objective: RankingObjective
    ) -> [Explanation.Outcome] {
        guard !scored.basis.isEmpty, let ranker = tasks(of: request), let base = scored.base
        else { return [] }
        var row: [Float] = []
        ShowingFeatures.append(
            base: base, request.placement, facts(of: scored.learnt), vector, to: &row)
        return RankingTask.allCases.compactMap { task in
            guard let parts = ranker.parts(of: row, task) else { return nil }
            let order = parts.features.indices.sorted {
                (abs(parts.features[$1]), $0) < (abs(parts.features[$0]), $1)
            }
            var named = order.prefix(Self.reasonsMax).map {
                (name: ShowingFeatures.names[$0], value: parts.features[$0])
            }
            let others = order.dropFirst(Self.reasonsMax).reduce(0) { $0 + parts.features[$1] }
            named += [
                ("others", others), ("together", parts.together), ("usual", parts.base),
            ]
            let logit = named.reduce(0) { $0 + $1.value }
            return Explanation.Outcome(
                task: task, chance: 1 / (1 + exp(-logit)), weight: objective.weight(of: task),
                parts: named)
        }
    }
}
