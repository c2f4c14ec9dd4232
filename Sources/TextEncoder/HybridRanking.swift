internal import Primitives

/// One order of documents from two: that of their words and that of their meaning.
package enum HybridRanking: Hashable, Sendable {
    /// Σ 1 / (60 + rank) (Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet
    /// and individual rank learning methods", 2009).
    case reciprocalRank
    /// The lexical score as a share of the query's best, plus the weight times the cosine: the one
    /// number that is learnt, on queries whose answers are known.
    case weighted(Float)

    /// A document and its score in one of the rankings.
    package struct Candidate: Hashable, Sendable {
        package var document: UInt32
        package var score: Float

        package init(document: UInt32, score: Float) {
            self.document = document
            self.score = score
        }
    }

    /// Joins two rankings; what is missing in one has no score there.
    ///
    /// - Parameters:
    ///   - lexical: Best first, with scores above zero.
    ///   - dense: Best first, with cosines.
    ///   - limit: At most so many are returned.
    /// - Returns: Best first; of equal scores, the lower number.
    package func join(
        lexical: [Candidate], dense: [Candidate], limit: Int
    ) -> [Candidate] {
        var scores: [UInt32: Float] = [:]
        let top = lexical.first?.score ?? 1
        for (rank, candidate) in lexical.enumerated() {
            switch self {
            case .reciprocalRank: scores[candidate.document] = 1 / Float(61 + rank)
            case .weighted: scores[candidate.document] = candidate.score / top
            }
        }
        for (rank, candidate) in dense.enumerated() {
            switch self {
            case .reciprocalRank: scores[candidate.document, default: 0] += 1 / Float(61 + rank)
            case .weighted(let weight):
                scores[candidate.document, default: 0] += weight * candidate.score
            }
        }
        var best = TopK<Candidate>(limit) {
            $0.score != $1.score ? $0.score > $1.score : $0.document < $1.document
        }
        for (document, score) in scores { best.push(Candidate(document: document, score: score)) }
        return best.sorted()
    }
}
