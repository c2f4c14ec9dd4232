import Commerce
import LexicalIndex

/// The order of the first hits as shoppers' clicks taught it.
extension Searcher {
    /// Puts the best into the learnt order; the scores stay in their places. What is exactly what was
    /// asked for is passed by none.
    ///
    /// - Parameters:
    ///   - matches: What was found.
    ///   - words: What words say of each, in the same order.
    ///   - nearness: What meaning does.
    /// - Returns: By how many places an item went up; down where negative.
    func learn(
        _ matches: inout [LexicalIndex.Match], words: [UInt32: Float], _ nearness: Nearness
    ) -> [UInt32: Int] {
        guard let order = state.order, let query = asked, order.encoder == encoderInUse else {
            return [:]
        }
        let best = best(matches, count: SearchCandidates.depth, order: .relevance)
        let most = words.values.max() ?? 1
        let found = best.map { match in
            // What is withheld until all is counted anew is lifted by nothing learnt.
            let isWithheld = state.withheld.contains(state.catalogue.learning(match.document))
            return SearchSignals.Found(
                id: isWithheld ? "" : state.behaviour.items.id(of: match.document),
                words: (words[match.document] ?? 0) / most,
                meaning: nearness.cosines[match.document] ?? 0)
        }
        let exact = best.indices.filter { isExact(best[$0].document, query) }
        let places = exact + order.order(query, found).filter { !exact.contains($0) }
        var scores: [UInt32: Float] = [:]
        var moved: [UInt32: Int] = [:]
        for (place, index) in places.enumerated() {
            scores[best[index].document] = best[place].score
            if index != place { moved[best[index].document] = index - place }
        }
        for index in matches.indices {
            scores[matches[index].document].map { matches[index].score = $0 }
        }
        return moved
    }

    /// The version of the encoder that says how near items are.
    private var encoderInUse: String? { state.meanings?.encoder.version }
}
