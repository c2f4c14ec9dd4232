/// How clicks come about, so that what an item is worth can be told from where it stood.
package enum ClickModel: String, CaseIterable, Sendable {
    /// Clicks over showings: everything shown is looked at. What all others are measured by.
    case raw
    /// Each position has a chance of being looked at (Richardson and others, "Predicting clicks",
    /// 2007; Craswell and others, "An experimental comparison of click position-bias models", 2008).
    case position
    /// Shoppers read from the top until they click (Craswell and others, 2008).
    case cascade
    /// Shoppers read from the top, and after each item go on or, satisfied or tired, do not (Chapelle
    /// and Zhang, "A dynamic Bayesian network click model for web search ranking", 2009).
    case dynamic

    /// Fits the model by expectation maximisation.
    ///
    /// - Parameter sessions: As they were shown; empty ones teach nothing.
    /// - Returns: How well items answer the queries that they were shown for.
    package func relevance(in sessions: [SearchSession]) -> ClickRelevance {
        let pairs = SessionPairs(sessions)
        switch self {
        case .raw: return Self.counted(pairs) { clicks in clicks.count }
        case .cascade:
            return Self.counted(pairs) { clicks in
                clicks.firstIndex(of: true).map { $0 + 1 } ?? clicks.count
            }
        case .position: return PositionModel(pairs).relevance
        case .dynamic: return DynamicModel(pairs).relevance
        }
    }

    /// Clicks as a share of the showings within a reach of each session.
    private static func counted(
        _ pairs: SessionPairs, reach: ([Bool]) -> Int
    ) -> ClickRelevance {
        var (clicked, looked) = (pairs.zeros, pairs.zeros)
        for (row, clicks) in zip(pairs.rows, pairs.clicks) {
            for position in 0..<reach(clicks) {
                looked[row[position]] += 1
                if clicks[position] { clicked[row[position]] += 1 }
            }
        }
        return ClickRelevance(pairs, clicks: clicked, looks: looked)
    }
}
