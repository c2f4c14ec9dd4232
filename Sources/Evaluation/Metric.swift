/// A figure of one query that is averaged over all of them.
///
/// With one target, `recall` equals `hitRate`, `averagePrecision` equals `reciprocalRank` and
/// `precision` is a k-th of both.
package enum Metric: Hashable, Sendable, CustomStringConvertible {
    /// Whether any target is among the first k.
    case hitRate(Int)
    /// Gain 1 / log₂(rank + 1) of each target among the first k, over the best that was possible
    /// (Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002).
    case ndcg(Int)
    /// The share of the targets that is among the first k.
    case recall(Int)
    /// The share of the first k that are targets; k counts in full also where fewer items exist.
    case precision(Int)
    /// The harmonic mean of precision and recall, of each query by itself.
    case f1(Int)
    /// One over the best rank, 0 past k.
    case reciprocalRank(Int)
    /// Precision at each target among the first k, averaged over min(k, targets).
    case averagePrecision(Int)
    /// The share of pairs of a target and another item in which the target scores higher; a tie
    /// is a loss here. A query without other items counts as 1.
    case auc

    package func value(of outcome: Outcome) -> Double {
        let ranks = outcome.ranks
        switch self {
        case .hitRate(let k): return ranks[0] <= k ? 1 : 0
        case .ndcg(let k): return Self.ndcg(ranks, k)
        case .recall(let k): return Double(Self.hits(ranks, k)) / Double(ranks.count)
        case .precision(let k): return Double(Self.hits(ranks, k)) / Double(k)
        case .f1(let k):
            // 2PR / (P + R) with P = h/k and R = h/n.
            return 2 * Double(Self.hits(ranks, k)) / Double(k + ranks.count)
        case .reciprocalRank(let k): return ranks[0] <= k ? 1 / Double(ranks[0]) : 0
        case .averagePrecision(let k):
            var sum = 0.0
            for (index, rank) in ranks.enumerated() where rank <= k {
                sum += Double(index + 1) / Double(rank)
            }
            return sum / Double(min(k, ranks.count))
        case .auc: return Self.auc(outcome)
        }
    }

    private static func hits(_ ranks: [Int], _ k: Int) -> Int { ranks.count { $0 <= k } }

    private static func ndcg(_ ranks: [Int], _ k: Int) -> Double {
        var gain = 0.0
        for rank in ranks where rank <= k { gain += 1 / logarithm(Double(rank + 1)) }
        guard gain > 0 else { return 0 }
        var ideal = 0.0
        for rank in 1...min(k, ranks.count) { ideal += 1 / logarithm(Double(rank + 1)) }
        return gain / ideal
    }

    private static func auc(_ outcome: Outcome) -> Double {
        let others = outcome.candidates - outcome.ranks.count
        guard others > 0 else { return 1 }
        var lost = 0
        for (index, rank) in outcome.ranks.enumerated() { lost += rank - 1 - index }
        return 1 - Double(lost) / (Double(others) * Double(outcome.ranks.count))
    }

    /// The name of the figure in tables and in JSON.
    package var description: String {
        switch self {
        case .hitRate(let k): "HR@\(k)"
        case .ndcg(let k): "NDCG@\(k)"
        case .recall(let k): "Recall@\(k)"
        case .precision(let k): "Precision@\(k)"
        case .f1(let k): "F1@\(k)"
        case .reciprocalRank(let k): "MRR@\(k)"
        case .averagePrecision(let k): "MAP@\(k)"
        case .auc: "AUC"
        }
    }
}
