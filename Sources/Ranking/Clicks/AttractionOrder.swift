#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An order that nobody has to learn, for a shop whose clicks are of too few queries to learn one: how
/// likely it is that who looks at an item opens it, beside what is expected of its place.
///
/// The mean of a Beta distribution: clicks and looks of the query and of queries like it, places taken
/// out of account, and four looks at the mean of the whole shop, less down the list by the discount of
/// NDCG. So what nobody looked at stays where words put it, among themselves and ahead of what was
/// looked at in vain; and a click on a rare query moves little.
package enum AttractionOrder {
    /// Looks that the expectation counts for.
    private static let prior: Float = 4

    /// - Parameters:
    ///   - candidates: Of one query, in the order that knows no clicks.
    ///   - mean: The share of all looks that came to a click.
    /// - Returns: A score each; higher is better.
    package static func scores(of candidates: [SearchCandidate], mean: Float) -> [Float] {
        candidates.enumerated().map { place, candidate in
            let expected = mean / log2(Float(place + 2))
            let clicks = candidate.own.clicks + candidate.shared.clicks
            let looks = candidate.own.looks + candidate.shared.looks
            return (clicks + prior * expected) / (looks + prior)
        }
    }
}
