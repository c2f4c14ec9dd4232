import Commerce
import QueryUnderstanding

/// A query is understood, searched by its words within the price that it names, and relaxed where
/// nothing meets it.
extension Searcher {
    typealias Answered = (understanding: Understanding, relaxed: [Slot], found: Found)

    func answer(_ request: SearchRequest, count: Int) -> Answered {
        var understanding = understanding(of: request.query)
        var asked = question(request, understanding, priced: true)
        var found = wishing(understanding).search(asked, count: count)
        // A brand may have been misspelt: what was put right says more.
        let further = found.query.corrected.map { self.understanding(of: $0).slots } ?? []
        let new = further.filter { slot in
            slot.role == .boost && !understanding.slots.contains { $0.field == slot.field }
        }
        if !new.isEmpty {
            understanding.slots += new
            found = wishing(understanding).search(asked, count: count)
        }
        guard found.total == 0, let price = understanding.price else {
            return (understanding, [], found)
        }
        asked = question(request, understanding, priced: false)
        found = wishing(understanding).search(asked, count: count)
        return (understanding, found.total == 0 ? [] : [price], found)
    }

    private func understanding(of query: String) -> Understanding {
        QueryInterpreter(state.catalogue.vocabulary) { state.catalogue.index.documents(of: $0) }
            .read(query)
    }

    private func wishing(_ understanding: Understanding) -> Searcher {
        var searcher = self
        searcher.wishes = Wishes(understanding)
        return searcher
    }

    /// The request with the words that are left, and within the price named. Its own filter holds
    /// too: a query can only narrow it.
    private func question(
        _ request: SearchRequest, _ understanding: Understanding, priced: Bool
    ) -> SearchRequest {
        var asked = request
        asked.query = understanding.words
        if asked.locale == nil, understanding.language != .unknown {
            asked.locale = understanding.language.rawValue
        }
        guard priced, let price = understanding.price else { return asked }
        var (least, most) = (price.atLeast, price.atMost)
        if case .range(let lower, let upper) = request.filter.conditions["price"] {
            least = [least, lower].compactMap { $0 }.max()
            most = [most, upper].compactMap { $0 }.min()
        }
        asked.filter.conditions["price"] = .range(atLeast: least, atMost: most)
        return asked
    }
}
