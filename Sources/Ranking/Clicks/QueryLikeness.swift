#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Which queries say the same in other words: those that share terms, rare ones above all.
///
/// Terms are whatever tells queries apart: normalised words, or items that were opened for both.
package struct QueryLikeness: Sendable {
    /// Queries less alike than this say nothing of each other.
    private static let likenessMin: Float = 0.2

    private var postings: [String: [UInt32]] = [:]
    private let lengths: [Float]
    private let weights: [String: Float]

    /// - Parameter terms: Of each query, by number.
    package init(_ terms: [Set<String>]) {
        var postings: [String: [UInt32]] = [:]
        for (query, terms) in terms.enumerated() {
            for term in terms { postings[term, default: []].append(UInt32(query)) }
        }
        let weights = postings.mapValues { log(1 + Float(terms.count) / Float($0.count)) }
        self.postings = postings
        self.weights = weights
        lengths = terms.map { Self.length($0, weights) }
    }

    private static func length(_ terms: Set<String>, _ weights: [String: Float]) -> Float {
        let most = weights.values.max() ?? 1
        // In an order of its own, so that sums are the same in every process.
        var sum: Float = 0
        for term in terms.sorted() {
            let weight = weights[term] ?? most
            sum += weight * weight
        }
        return sum.squareRoot()
    }

    /// The queries most alike, most alike first: the cosine of their weighted terms.
    ///
    /// - Parameters:
    ///   - terms: Of the query asked about, known or not.
    ///   - limit: At most so many.
    ///   - without: A query that is left out, such as the one asked about.
    /// - Returns: Queries of which each is at least a fifth alike.
    package func queries(
        like terms: Set<String>, limit: Int, without: UInt32? = nil
    ) -> [(query: UInt32, likeness: Float)] {
        let length = Self.length(terms, weights)
        guard length > 0 else { return [] }
        var shared: [UInt32: Float] = [:]
        for term in terms.sorted() {
            guard let weight = weights[term] else { continue }
            for query in postings[term] ?? [] { shared[query, default: 0] += weight * weight }
        }
        return shared.map { ($0.key, $0.value / (length * lengths[Int($0.key)])) }
            .filter { $0.0 != without && $0.1 >= Self.likenessMin }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            .prefix(limit).map { (query: $0.0, likeness: $0.1) }
    }
}
