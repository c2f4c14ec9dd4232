import Commerce
import LexicalIndex

/// What clicks taught of a query.
struct Taught {
    let order: LearntOrder
    /// As it was typed.
    let query: String
    let evidence: SearchSignals.Evidence
}

/// The first hits as shoppers' clicks taught them: what was opened for the query joins, and all are put
/// into another order.
extension Searcher {
    /// What is left of a score just below another one.
    private static let below: Float = 1 - 1e-5

    /// Nil where clicks have no say: none taught an order, or another one was asked for.
    func taught(of request: SearchRequest) -> Taught? {
        guard let order = state.order, request.order == .relevance,
            order.suits(state.meanings?.encoder.version)
        else { return nil }
        return Taught(
            order: order, query: request.query,
            evidence: order.signals.evidence(of: request.query))
    }

    /// Puts the best into the learnt order; the scores stay in their places. What is exactly what was
    /// asked for is passed by none.
    ///
    /// - Parameters:
    ///   - found: By words and meaning; where anything is remembered, the set of all of it is there.
    ///   - words: What words say of each, in the same order.
    ///   - nearness: What meaning does.
    ///   - filter: What further items must meet.
    /// - Returns: What the order made of them.
    func learn(
        _ found: inout LexicalIndex.Found, words: [UInt32: Float], _ nearness: Nearness,
        _ filter: Filter
    ) -> Learnt {
        var learnt = Learnt()
        guard let taught else { return learnt }
        var best = best(found.matches, count: SearchCandidates.depth, order: .relevance)
        let most = words.values.max() ?? 1
        var candidates = best.map { match in
            SearchSignals.Found(
                id: isWithheld(match.document) ? "" : state.behaviour.items.id(of: match.document),
                words: (words[match.document] ?? 0) / most,
                meaning: nearness.cosines[match.document] ?? 0)
        }
        let all = found.all
        for match in remembered(taught, &found, filter, besides: Set(best.map(\.document))) {
            if !all.contains(match.document) { learnt.alone.insert(match.document) }
            best.append(match)
            candidates.append(
                SearchSignals.Found(
                    id: state.behaviour.items.id(of: match.document), words: 0, meaning: 0))
        }
        let exact = best.indices.filter { isExact(best[$0].document, taught.query) }
        let order = taught.order.order(candidates, taught.evidence)
        let places = exact + order.filter { !exact.contains($0) }
        var scores: [UInt32: Float] = [:]
        var score = Float.infinity
        for (place, index) in places.enumerated() {
            let document = best[index].document
            // What tied no longer does.
            score = min(best[place].score, score * Self.below)
            scores[document] = score
            learnt.attractions[document] = taught.order.signals.attraction(
                of: candidates[index].id, taught.evidence)
            if index != place { learnt.moved[document] = index - place }
        }
        for index in found.matches.indices {
            scores[found.matches[index].document].map { found.matches[index].score = $0 }
        }
        return learnt
    }

    /// What is withheld until all is counted anew is lifted by nothing learnt.
    private func isWithheld(_ document: UInt32) -> Bool {
        state.withheld.contains(state.catalogue.learning(document))
    }

    /// What shoppers opened for the query and is not among the best; what was not found joins the rest.
    private func remembered(
        _ taught: Taught, _ found: inout LexicalIndex.Found, _ filter: Filter,
        besides best: Set<UInt32>
    ) -> [LexicalIndex.Match] {
        let documents = taught.evidence.remembered
            .compactMap { state.behaviour.items.number(of: $0) }
            .filter { document in
                !best.contains(document) && !isWithheld(document)
                    && state.catalogue.item(document).map(filter.matches) ?? false
            }
        guard !documents.isEmpty else { return [] }
        let listed = Set(found.matches.map(\.document))
        let score = found.matches.last?.score ?? 1
        let matches = documents.map { LexicalIndex.Match(document: $0, score: score) }
        found.matches += matches.filter { !listed.contains($0.document) }
        found.total += documents.count { !found.all.contains($0) }
        found.all = state.catalogue.index.set(found.all, with: documents)
        return matches
    }
}

/// What clicks made of an answer.
struct Learnt {
    /// By how many places an item went up; down where negative.
    var moved: [UInt32: Int] = [:]
    /// How likely who looks at an item opens it.
    var attractions: [UInt32: Float] = [:]
    /// Items that are found neither by words nor by meaning.
    var alone: Set<UInt32> = []
}
