import Commerce
import HashTreeCollections
import LexicalIndex
import Primitives
import QueryUnderstanding

/// What the merchandisers' rules make of a page.
extension Searcher {
    /// The rules that act on a search.
    func rules(
        for request: SearchRequest, _ understanding: Understanding, at time: Timestamp
    ) -> [Rule] {
        let history = state.behaviour.history(of: request.asker)
        return state.rules.acting(
            on: Rulebook.Question(
                query: request.query,
                categories: Set(
                    understanding.slots.filter { $0.kind == .category }.flatMap(\.values)),
                isReturning: history.map { !$0.visits.isEmpty } ?? false,
                user: request.asker.user.flatMap { state.users[$0] }, time: time))
    }

    /// Puts first what is pinned, as far as it can be bought and passes the filter of the request.
    ///
    /// - Parameters:
    ///   - rules: Those that act.
    ///   - found: What was found.
    ///   - request: What was asked; what rules hide does not pass its filter.
    /// - Returns: The pinned items among the hits.
    func arrange(
        by rules: [Rule], _ found: inout Found, _ request: SearchRequest
    ) -> Set<UInt32> {
        guard request.order == .relevance else { return [] }
        var pins: [UInt32] = []
        for id in rules.flatMap(\.action.pins) {
            guard let number = state.behaviour.items.number(of: id), !pins.contains(number),
                let item = state.catalogue.item(number), item.isAvailable,
                request.filter.matches(item)
            else { continue }
            pins.append(number)
        }
        guard !pins.isEmpty else { return [] }
        let score = found.hits.first?.score ?? 1
        found.hits.removeAll { pins.contains($0.document) }
        found.hits.insert(
            contentsOf: pins.map { LexicalIndex.Match(document: $0, score: score) }, at: 0)
        found.total = max(found.total, found.hits.count)
        return Set(pins)
    }
}
