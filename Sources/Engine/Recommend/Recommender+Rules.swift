import Commerce
import HashTreeCollections

/// What the merchandisers' rules make of a placement.
extension Recommender {
    /// The rules that act.
    func rules(for request: RecommendRequest, _ person: History?) -> [Rule] {
        guard !state.rules.rules.isEmpty else { return [] }
        let categories = given(request).compactMap { state.catalogue.content(of: $0) }
            .flatMap { $0.categories.joined() }
        return state.rules.acting(
            on: Rulebook.Question(
                place: request.placement.rawValue, query: "", categories: Set(categories),
                isReturning: person.map { !$0.visits.isEmpty } ?? false,
                user: request.asker.user.flatMap { state.users[$0] }, time: time))
    }

    /// The places of pinned items in the draft, to whose end those come that nothing proposed.
    func pinned(_ rules: [Rule], _ filter: Filter, _ draft: inout [Scored]) -> [Int] {
        var pins: [Int] = []
        for id in rules.flatMap(\.action.pins) {
            guard let number = behaviour.items.number(of: id),
                let item = state.catalogue.item(number), item.isAvailable, filter.matches(item)
            else { continue }
            let learnt = state.catalogue.learning(number)
            var place = draft.firstIndex { $0.learnt == learnt }
            if place == nil {
                place = draft.count
                draft.append(
                    Scored(
                        item: number, learnt: learnt, score: 0,
                        evidence: Candidates.Evidence(score: 0, strongest: 0, kind: .pinned)))
            }
            guard let place, !pins.contains(place) else { continue }
            draft[place].item = number
            draft[place].evidence.kind = .pinned
            draft[place].evidence.source = nil
            pins.append(place)
        }
        return pins
    }
}
