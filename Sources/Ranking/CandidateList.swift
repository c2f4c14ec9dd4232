import Primitives

/// What several sources propose as the answer to one query: the best items of each, together.
package struct CandidateList: Hashable, Sendable {
    /// Without duplicates: the first source's best items, best first, then those of the others that
    /// were not among them.
    package private(set) var items: [UInt32] = []
    /// Of each source, the logit of each candidate: −∞ where the source does not know it.
    private(set) var logits: [[Float]] = []

    /// - Parameters:
    ///   - scores: Of each source, a score an item of the catalogue; no NaN.
    ///   - scales: How each source's scores are to be read.
    ///   - depth: Items that each source may propose.
    ///   - excluded: Items that are no candidates.
    package init(
        scores: [[Float]], scales: [ScoreScale], depth: Int, excluding excluded: [UInt32] = []
    ) {
        precondition(scores.count == scales.count)
        let without = Set(excluded)
        var seen = Set<UInt32>()
        for (row, scale) in zip(scores, scales) {
            let best = Self.best(of: row, scale, depth + without.count)
            for item in best.filter({ !without.contains($0) }).prefix(depth)
            where seen.insert(item).inserted {
                items.append(item)
            }
        }
        logits = zip(scores, scales).map { row, scale in items.map { scale.logit(row[Int($0)]) } }
    }

    /// Candidates that the sources brought themselves.
    ///
    /// - Parameters:
    ///   - items: Without duplicates.
    ///   - logits: Of each source, the logit of each item: −∞ where the source does not know it.
    package init(items: [UInt32], logits: [[Float]]) {
        precondition(logits.allSatisfy { $0.count == items.count })
        self.items = items
        self.logits = logits
    }

    package var count: Int { items.count }

    /// A logit a candidate: −∞ where the source does not know it.
    package func logits(of source: Int) -> [Float] { logits[source] }

    /// The items that a source knows with the highest scores, best first; ties by number.
    private static func best(of scores: [Float], _ scale: ScoreScale, _ count: Int) -> [UInt32] {
        let floor: Float = scale == .weights ? 0 : -.infinity
        var best = TopK<(score: Float, item: UInt32)>(count) {
            ($0.score, $1.item) > ($1.score, $0.item)
        }
        var threshold = floor
        for (item, score) in scores.enumerated() where score > threshold {
            best.push((score, UInt32(item)))
            threshold = best.threshold?.score ?? floor
        }
        return best.sorted().map(\.item)
    }
}
