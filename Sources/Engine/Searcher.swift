import Commerce
import LexicalIndex
import Primitives
import TextAnalysis

/// Answers questions in words from one state: the words decide and what they mean, popularity leans a
/// little, and the person's last steps move what was found within a bound.
struct Searcher {
    /// How far popularity can lift an item: a fifth at most.
    private static let popularityLift: Float = 0.2
    /// What is left of the score of an item that cannot be bought.
    private static let unavailableFactor: Float = 0.3

    let state: EngineState
    /// What the query says beyond its words.
    var wishes = Wishes()
    /// What it means; nil where words alone are to answer.
    var meant: Meant?
    /// What clicks taught of it; nil where they have no say.
    var taught: Taught?
    var recommender: Recommender { Recommender(state) }

    init(_ state: EngineState) { self.state = state }

    struct Found {
        /// Best first, from the first to the last that was asked for.
        var hits: [LexicalIndex.Match]
        var total: Int
        /// Those of them that hold words of the query.
        var byWords: Int
        /// Whether no item holds all words that any holds.
        var isPartial = false
        /// As it was read.
        var query: Query
        var facets: [(field: String, values: [Facet.Count])]
        /// For each hit that stands for a product, how many other variants of it were found.
        var variants: [UInt32: Int] = [:]
        var nearness = Nearness()
        var learnt = Learnt()
    }

    /// How many of the best by words popularity and the person's steps are asked about: as many as
    /// can be shown.
    private static let leantMax = Engine.depthMax

    func search(_ request: SearchRequest, count: Int) -> Found {
        let query = QueryReader(
            state.catalogue.index, locale: request.locale ?? "",
            synonyms: state.rules.synonyms, isTyping: request.isTyping
        ).read(request.query)
        let isList = Analyser.words(request.query).isEmpty
        var wanted = count
        while true {
            var found = matches(isList ? nil : query, request, count: wanted)
            let byWords = found.total
            let words = Dictionary(
                taught == nil ? [] : found.matches.map { ($0.document, $0.score) },
                uniquingKeysWith: { first, _ in first })
            let nearness =
                isList ? Nearness() : meant.map { join(&found, request, $0) } ?? Nearness()
            let learnt = learn(&found, words: words, nearness, request.filter)
            for index in found.matches.indices {
                found.matches[index].score *= lift(of: found.matches[index].document)
            }
            var answer = Found(
                hits: page(found.matches, count: wanted, request), total: found.total,
                byWords: byWords, isPartial: found.isPartial, query: query,
                facets: request.facets.map { ($0.field, found.all.counts(of: $0)) },
                nearness: nearness, learnt: learnt)
            guard request.isGrouping else { return answer }
            group(&answer, found.all)
            if answer.hits.count >= min(count, answer.total) || wanted >= found.total {
                answer.hits = Array(answer.hits.prefix(count))
                return answer
            }
            wanted *= 4
        }
    }

    /// What matches by words, all of it or what may be among the first. Nil lists the shop.
    private func matches(
        _ query: Query?, _ request: SearchRequest, count: Int
    ) -> LexicalIndex.Found {
        let index = state.catalogue.index
        if case .number(let field, let descending) = request.order {
            return index.search(
                query, filter: request.filter, count: count, by: field, descending: descending)
        }
        guard let query else { return index.list(meeting: request.filter) }
        return index.search(
            query, filter: request.filter,
            count: request.order == .relevance ? max(count, Self.leantMax) : nil,
            collecting: meant != nil || taught?.evidence.remembered.isEmpty == false
                || !request.facets.isEmpty || request.isGrouping)
    }

    /// Keeps the best variant of each product, and counts the others.
    private func group(_ answer: inout Found, _ all: MatchSet) {
        var variants: [UInt32: Int] = [:]
        all.forEach { variants[state.catalogue.learning($0), default: 0] += 1 }
        var seen: Set<UInt32> = []
        answer.hits = answer.hits.filter {
            seen.insert(state.catalogue.learning($0.document)).inserted
        }
        for hit in answer.hits {
            answer.variants[hit.document] =
                (variants[state.catalogue.learning(hit.document)] ?? 1) - 1
        }
        answer.total = variants.count
    }

    private func lift(of document: UInt32) -> Float {
        let learning = state.catalogue.learning(document)
        let popularity = Float(state.popularity(of: learning)).squareRoot()
        var wished = 1 + Self.popularityLift * popularity
        if !wishes.isEmpty {
            guard let record = state.catalogue.record(document) else { return 0 }
            wished *= wishes.lift(of: record, prices: state.catalogue.prices)
        }
        return state.catalogue.isAvailable(document) ? wished : wished * Self.unavailableFactor
    }

    // MARK: Order

    /// The best for who asks; an order that was asked for is kept.
    private func page(
        _ matches: [LexicalIndex.Match], count: Int, _ request: SearchRequest
    ) -> [LexicalIndex.Match] {
        guard request.order == .relevance else {
            return best(matches, count: count, order: request.order)
        }
        let hits = best(matches, count: count + Self.movesMax, order: .relevance)
        return Array(ordered(hits, for: request).prefix(count))
    }

    func best(
        _ matches: [LexicalIndex.Match], count: Int, order: SearchRequest.Order
    ) -> [LexicalIndex.Match] {
        var top = TopK<(match: LexicalIndex.Match, key: Double)>(count) { a, b in
            if a.key != b.key { return a.key > b.key }
            if a.match.score != b.match.score { return a.match.score > b.match.score }
            return id(a.match) < id(b.match)
        }
        for match in matches { top.push((match, key(of: match, order))) }
        return top.sorted().map(\.match)
    }

    /// What an order compares first; larger is better.
    private func key(of match: LexicalIndex.Match, _ order: SearchRequest.Order) -> Double {
        switch order {
        case .relevance: 0
        case .number(let field, let descending):
            state.catalogue.item(match.document).flatMap { Self.number(of: $0, field) }.map {
                descending ? $0 : -$0
            } ?? -.infinity
        case .popularity:
            state.popularity(of: state.catalogue.learning(match.document))
        }
    }

    private func id(_ match: LexicalIndex.Match) -> String {
        state.behaviour.items.id(of: match.document)
    }

    private static func number(of item: Item, _ field: String) -> Double? {
        switch field {
        case "price": return item.price?.major
        case "stock": return item.stock.map(Double.init)
        default: break
        }
        guard case .number(let number) = item.attributes[field] else { return nil }
        return number
    }
}
