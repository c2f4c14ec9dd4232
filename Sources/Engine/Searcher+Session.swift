import Commerce
import LexicalIndex
import TextAnalysis

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The order of a page for who asks: words decide what is found and about where it stands, and what
/// the person did lately moves it within a bound.
extension Searcher {
    /// An item passes fewer others than this, and is passed by fewer.
    static let movesMax = 5

    /// Moves hits by how well they fit what this person may want next. One that says exactly what was
    /// asked for is passed by none.
    ///
    /// Who stands at rank r moves to r − 5f, where f is their fit, 0...1: of two, the one that fits
    /// better goes ahead if less than five places part them. The scores stay in their places, so that
    /// they go on to fall down the page.
    ///
    /// - Parameters:
    ///   - hits: By words, best first; for a page of n the first n and `movesMax` more.
    ///   - request: Whose order it is.
    /// - Returns: The same hits in the person's order.
    func ordered(
        _ hits: [LexicalIndex.Match], for request: SearchRequest
    ) -> [LexicalIndex.Match] {
        let fits = recommender.fits(
            of: hits.map { state.catalogue.learning($0.document) }, request.asker)
        guard fits.contains(where: { $0 > 0 }) else { return hits }
        let asked = Analyser.queryTerms(request.query)
        let places = hits.indices.map { rank -> Float in
            let fit = isExact(hits[rank].document, request.query, asked) ? 1 : fits[rank]
            return Float(rank) - Float(Self.movesMax) * fit
        }
        let order = hits.indices.sorted { (places[$0], $0) < (places[$1], $1) }
        return zip(hits, order).map { hit, rank in
            LexicalIndex.Match(document: hits[rank].document, score: hit.score)
        }
    }

    /// Whether an item's id or title is what was typed.
    func isExact(_ document: UInt32, _ query: String) -> Bool {
        isExact(document, query, Analyser.queryTerms(query))
    }

    func isExact(_ document: UInt32, _ query: String, _ asked: [String]) -> Bool {
        guard let record = state.catalogue.record(document) else { return false }
        // Folding and stemming leave a text no longer than this.
        let bytesMax = 4 * query.utf8.count
        return record.item.id == query
            || record.item.title.all.contains { title in
                title.utf8.count <= bytesMax && Analyser.queryTerms(title) == asked
            }
    }
}

extension Recommender {
    /// What the model expects most is looked for among so many.
    private static let leadersMax = 10

    /// How well items fit what a person may want next, 0...1: by the companions beside what fits best
    /// of all, or by the model beside what it expects most, whichever says more.
    func fits(of items: [UInt32], _ asker: Asker) -> [Float] {
        var fits = affinities(of: items, for: asker)
        let request = RecommendRequest(placement: .home, asker: asker)
        guard
            let expected = expected(
                request, state.behaviour.history(of: asker), excluding: state.withheld,
                count: Self.leadersMax),
            let leader = expected.best.first
        else { return fits }
        let logits = expected.items.logits(of: items, for: expected.vector)
        for (place, logit) in logits.enumerated() where logit.isFinite {
            fits[place] = max(fits[place], min(1, exp(logit - leader.logit)))
        }
        return fits
    }
}
