import Commerce
import LexicalIndex
import Primitives
import QueryUnderstanding
import TextAnalysis

/// A query is understood, searched by its words and their meaning within the price that it names,
/// arranged by the rules of the shop, and relaxed where nothing meets all of it; in the end meaning
/// alone answers.
extension Searcher {
    struct Answered {
        var understanding: Understanding
        /// What of the query was given up.
        var relaxed: [Slot] = []
        /// The rules that acted.
        var rules: [Rule] = []
        /// The items that rules put first.
        var pinned: Set<UInt32> = []
        var found: Found

        /// Whether the answer goes by what was meant, for no item holds all words that are left.
        var isByMeaning: Bool {
            !found.nearness.cosines.isEmpty && (found.byWords == 0 || found.isPartial)
        }
    }

    /// Parts of a query that are given up at most.
    private static let relaxedMax = 3

    func answer(_ request: SearchRequest, count: Int, at time: Timestamp) -> Answered {
        var request = request
        var understanding = understanding(of: request.query)
        let rules = rules(for: request, understanding, at: time)
        if let query = rules.lazy.compactMap(\.action.query).first {
            request.query = query
            understanding = self.understanding(of: query)
        }
        request.filter.without += rules.compactMap(\.action.hide)
        var searcher = self
        searcher.wishes = Wishes(understanding, rules)
        searcher.meant = meant(by: understanding.words, request)
        searcher.taught = taught(of: request)
        var answered = searcher.search(request, understanding, count: count)
        answered.rules = rules
        answered.pinned = arrange(by: rules, &answered.found, request)
        answered.found.hits = Array(answered.found.hits.prefix(count))
        return answered
    }

    private func understanding(of query: String) -> Understanding {
        QueryInterpreter(state.catalogue.vocabulary) { state.catalogue.index.documents(of: $0) }
            .read(query)
    }

    /// Searches for all that the query says, and for less where nothing meets it.
    private func search(
        _ request: SearchRequest, _ understanding: Understanding, count: Int
    ) -> Answered {
        var asked = question(request, understanding)
        var answered = Answered(
            understanding: understanding, found: search(asked, count: count))
        // A brand may have been misspelt: what was put right says more.
        if let corrected = answered.found.query.corrected {
            let further = self.understanding(of: corrected).slots.filter { slot in
                slot.role == .boost && !understanding.slots.contains { $0.field == slot.field }
            }
            answered.understanding.slots += further
            if !further.isEmpty {
                var searcher = self
                searcher.wishes.add(further)
                answered.found = searcher.search(asked, count: count)
            }
        }
        if answered.found.byWords == 0, let price = understanding.price {
            asked.filter = request.filter
            let found = search(asked, count: count)
            if found.byWords > 0 {
                answered.relaxed.append(price)
                answered.found = found
            }
        }
        if answered.found.isPartial { relax(&answered, understanding, asked, count) }
        return answered
    }

    /// Gives up the part that tells least, again and again, until some item holds all that is left.
    private func relax(
        _ answered: inout Answered, _ understanding: Understanding, _ request: SearchRequest,
        _ count: Int
    ) {
        var parts = (understanding.slots + understanding.others)
            .filter { $0.kind != .price }
            .sorted { $0.source.lowerBound < $1.source.lowerBound }
        // What stands between quotation marks is wanted as it is.
        guard !request.query.contains("\"") else { return }
        var given: [Slot] = []
        while parts.count > 1, given.count < Self.relaxedMax {
            guard let least = parts.indices.min(by: { weight(parts[$0]) < weight(parts[$1]) })
            else { return }
            given.append(parts.remove(at: least))
            var asked = request
            asked.query = parts.map(\.text).joined(separator: " ")
            let found = search(asked, count: count)
            guard found.byWords > 0, !found.isPartial else { continue }
            answered.relaxed += given
            answered.found = found
            return
        }
    }

    /// How much a part of a query tells: the kind of thing most, then the brand; of others the rarer
    /// word.
    private func weight(_ part: Slot) -> Double {
        let terms = Analyser.queryTerms(part.text)
        let documents = terms.map(state.catalogue.index.documents).min() ?? 0
        let rarity = 1 / Double(1 + documents)
        return switch part.kind {
        case .category: 3 + rarity
        case .brand: 2 + rarity
        case .attribute, .condition, .price, .word: rarity
        }
    }

    /// The request with the words that are left, and within the price named. Its own filter holds
    /// too: a query can only narrow it.
    private func question(
        _ request: SearchRequest, _ understanding: Understanding
    ) -> SearchRequest {
        var asked = request
        asked.query = understanding.words
        if asked.locale == nil, understanding.language != .unknown {
            asked.locale = understanding.language.rawValue
        }
        guard let price = understanding.price else { return asked }
        var (least, most) = (price.atLeast, price.atMost)
        if case .range(let lower, let upper) = request.filter.conditions["price"] {
            least = [least, lower].compactMap { $0 }.max()
            most = [most, upper].compactMap { $0 }.min()
        }
        asked.filter.conditions["price"] = .range(atLeast: least, atMost: most)
        return asked
    }
}
