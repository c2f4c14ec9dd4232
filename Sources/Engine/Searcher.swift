import Commerce
import LexicalIndex
import Primitives
import TextAnalysis

/// Answers questions in words from one state: the words decide, popularity and the person's last
/// steps lean a little.
struct Searcher {
    /// How far popularity can lift an item: a fifth at most.
    private static let popularityLift: Float = 0.2
    /// How far the person's last steps can: a third at most.
    private static let personalLift: Float = 0.33
    /// What is left of the score of an item that cannot be bought.
    private static let unavailableFactor: Float = 0.3

    let state: EngineState
    /// What the query says beyond its words.
    var wishes = Wishes()
    private var recommender: Recommender { Recommender(state) }

    init(_ state: EngineState) { self.state = state }

    struct Found {
        /// Best first, from the first to the last that was asked for.
        var hits: [LexicalIndex.Match]
        var total: Int
        var corrected: String?
        var facets: [(field: String, values: [Answer.FacetValue])]
    }

    /// How many of the best by words popularity and the person's steps are asked about: as many as
    /// can be shown.
    private static let leantMax = Engine.depthMax

    func search(_ request: SearchRequest, count: Int) -> Found {
        let query = QueryReader(state.catalogue.index, locale: request.locale ?? "")
            .read(request.query)
        var (matches, total) = matches(query, request)
        if !request.filter.isEmpty {
            matches.removeAll { match in
                state.catalogue.item(match.document).map { !request.filter.matches($0) } ?? true
            }
            total = matches.count
        }
        let facets = facets(request.facets, matches)
        let affinity = recommender.affinity(of: request.asker)
        for index in matches.indices {
            matches[index].score *= lift(of: matches[index].document, affinity)
        }
        return Found(
            hits: best(matches, count: count, order: request.order), total: total,
            corrected: query.corrected, facets: facets)
    }

    /// What matches by words: all of it where more than the best is asked about. A query without
    /// words lists the shop.
    private func matches(
        _ query: Query, _ request: SearchRequest
    ) -> (matches: [LexicalIndex.Match], total: Int) {
        guard !Analyser.words(request.query).isEmpty else {
            let all = state.catalogue.all.map {
                LexicalIndex.Match(document: $0.number, score: 1)
            }
            return (all, all.count)
        }
        let isBestEnough =
            request.filter.isEmpty && request.facets.isEmpty && request.order == .relevance
        let found = state.catalogue.index.search(query, count: isBestEnough ? Self.leantMax : nil)
        return (found.matches, found.total)
    }

    private func lift(of document: UInt32, _ affinity: [UInt32: Float]) -> Float {
        guard let item = state.catalogue.item(document) else { return 0 }
        let learning = state.catalogue.learning(document)
        let popularity = Float(recommender.popularity(of: learning)).squareRoot()
        let lift =
            1 + Self.popularityLift * popularity + Self.personalLift * (affinity[learning] ?? 0)
        let wished = lift * wishes.lift(of: item, prices: state.catalogue.prices)
        return item.isAvailable ? wished : wished * Self.unavailableFactor
    }

    // MARK: Order

    private func best(
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
        let item = state.catalogue.item(match.document)
        return switch order {
        case .relevance: 0
        case .price: -(item?.price?.major ?? .infinity)
        case .priceDescending: item?.price?.major ?? -.infinity
        case .popularity:
            recommender.popularity(of: state.catalogue.learning(match.document))
        }
    }

    private func id(_ match: LexicalIndex.Match) -> String {
        state.behaviour.items.id(of: match.document)
    }

    // MARK: Facets

    private static let facetValuesMax = 100

    private func facets(
        _ fields: [String], _ matches: [LexicalIndex.Match]
    ) -> [(field: String, values: [Answer.FacetValue])] {
        fields.map { field in
            var counts: [String: Int] = [:]
            for match in matches {
                guard let item = state.catalogue.item(match.document) else { continue }
                for value in Self.values(of: item, field: field) {
                    counts[value, default: 0] += 1
                }
            }
            let values = counts.map { Answer.FacetValue(value: $0.key, count: $0.value) }
                .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
            return (field, Array(values.prefix(Self.facetValuesMax)))
        }
    }

    private static func values(of item: Item, field: String) -> [String] {
        switch field {
        case "brand": item.brand.map { [$0] } ?? []
        case "seller": item.seller.map { [$0] } ?? []
        case "category": item.categories.map { $0.joined(separator: " > ") }
        case "in_stock": [String(item.isAvailable)]
        default:
            switch item.attributes[field] {
            case .text(let text): text.text().map { [$0] } ?? []
            case .list(let texts): texts
            case .flag(let flag): [String(flag)]
            case .number(let number): [number.description]
            case nil: []
            }
        }
    }
}
