import Primitives
import Ranking
import TextAnalysis

/// What shoppers made of the answers to queries: of the same query, of queries like it, of the item.
struct SearchSignals: Sendable {
    /// What was found for a query.
    struct Found {
        var id: String
        /// The words' score, as a share of the best one's; 0 for what is remembered.
        var words: Float
        /// The cosine with what the query means; 0 where no encoder is asked.
        var meaning: Float
    }

    /// What is known of a query, by item.
    struct Evidence {
        fileprivate var number: UInt32?
        fileprivate var shared: [UInt32: ClickSignal] = [:]
        /// Items that shoppers opened more than is usual for this query or those that say the same, the
        /// most opened first: candidates whatever words say of them.
        fileprivate(set) var remembered: [String] = []
    }

    /// Queries like one that say something of it.
    private static let neighbours = 10
    /// How alike a query is that says the same: a red lamp is no answer to who asks for a blue one.
    private static let samenessMin: Float = 0.9
    /// Items that are remembered of a query.
    private static let rememberedMax = 50
    /// Fewer clicks make no candidate.
    private static let clicksMin: Float = 3

    let queries: [String]
    let items: [String]
    let relevance: ClickRelevance
    private let queryNumbers: [String: UInt32]
    private let itemNumbers: [String: UInt32]
    private let likeness: QueryLikeness
    private let clicksMax: Float

    var mean: Float { relevance.mean }

    /// - Parameters:
    ///   - queries: By number.
    ///   - items: Their ids, by number.
    ///   - relevance: In these numbers.
    init(queries: [String], items: [String], _ relevance: ClickRelevance) {
        self.queries = queries
        self.items = items
        self.relevance = relevance
        queryNumbers = Self.numbers(queries)
        itemNumbers = Self.numbers(items)
        // What was not asked yet is like nothing.
        likeness = QueryLikeness(
            queries.enumerated().map { number, query in
                relevance.items(of: UInt32(number)).isEmpty ? [] : Self.terms(query)
            })
        clicksMax = max(1, relevance.clicksMax)
    }

    private static func numbers(_ names: [String]) -> [String: UInt32] {
        Dictionary(
            names.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func terms(_ query: String) -> Set<String> { Set(Analyser.queryTerms(query)) }

    func evidence(of query: String) -> Evidence {
        let number = queryNumbers[SearchLog.form(query)]
        let alike = likeness.queries(
            like: Self.terms(query), limit: Self.neighbours, without: number)
        var evidence = Evidence(number: number, shared: relevance.shared(by: alike))
        let same = relevance.shared(by: alike.filter { $0.likeness >= Self.samenessMin })
        let known = Set(number.map(relevance.items) ?? []).union(same.keys)
        evidence.remembered = known.compactMap { item -> (id: String, value: Float)? in
            let signal = own(item, evidence) + (same[item] ?? .none)
            let value = signal.value(beside: mean)
            guard signal.clicks >= Self.clicksMin, value > mean else { return nil }
            return (items[Int(item)], value)
        }
        .sorted { ($1.value, $0.id) < ($0.value, $1.id) }
        .prefix(Self.rememberedMax).map(\.id)
        return evidence
    }

    private func own(_ item: UInt32, _ evidence: Evidence) -> ClickSignal {
        evidence.number.map { relevance.signal($0, item) } ?? .none
    }

    /// How likely who looks at an item after this query opens it; nil where nobody looked.
    func attraction(of id: String, _ evidence: Evidence) -> Float? {
        guard let item = itemNumbers[id] else { return nil }
        let signal = own(item, evidence) + (evidence.shared[item] ?? .none)
        return signal.looks > 0 ? min(1, signal.value(beside: mean)) : nil
    }

    /// What is known of items as answers to a query.
    func candidates(_ found: [Found], _ evidence: Evidence) -> [SearchCandidate] {
        found.map { found in
            let item = itemNumbers[found.id]
            let whole = item.map { relevance.signal(ofItem: $0) } ?? .none
            return SearchCandidate(
                lexical: found.words, meaning: found.meaning,
                own: item.map { own($0, evidence) } ?? .none,
                shared: item.flatMap { evidence.shared[$0] } ?? .none, item: whole,
                popularity: whole.clicks / clicksMax)
        }
    }
}
