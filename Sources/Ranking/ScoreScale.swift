#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How the scores of a source of candidates are to be read.
package enum ScoreScale: Hashable, Sendable {
    /// Differences count, as of a softmax's logits; every item has a score.
    case logits
    /// Ratios count, as of sums of weights; what is not above 0 the source does not know.
    case weights

    /// The score as a logit: −∞ where the source does not know the item.
    package func logit(_ score: Float) -> Float {
        switch self {
        case .logits: score
        case .weights: score > 0 ? log(score) : -.infinity
        }
    }
}
