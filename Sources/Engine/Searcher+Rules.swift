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

    /// Leaves out what is hidden and puts first what is pinned, as far as it can be bought and meets
    /// the filter of the request.
    ///
    /// - Parameters:
    ///   - rules: Those that act.
    ///   - found: What was found, `Engine.depthMax` of it where something is to be hidden.
    ///   - request: What was asked.
    /// - Returns: The pinned items among the hits.
    func arrange(
        by rules: [Rule], _ found: inout Found, _ request: SearchRequest
    ) -> Set<UInt32> {
        let hidden = rules.compactMap(\.action.hide)
        func isHidden(_ item: Item) -> Bool { hidden.contains { $0.matches(item) } }
        if !hidden.isEmpty {
            let count = found.hits.count
            found.hits.removeAll { state.catalogue.item($0.document).map(isHidden) ?? true }
            found.total -= count - found.hits.count
        }
        guard request.order == .relevance else { return [] }
        var pins: [UInt32] = []
        for id in rules.flatMap(\.action.pins) {
            guard let number = state.behaviour.items.number(of: id), !pins.contains(number),
                let item = state.catalogue.item(number), item.isAvailable, !isHidden(item),
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
