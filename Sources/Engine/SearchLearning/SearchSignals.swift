import Primitives
import Ranking
import TextAnalysis

/// What shoppers made of the answers to queries: of the same query, of queries like it, of the item.
struct SearchSignals: Sendable {
    /// What was found for a query.
    struct Found {
        var id: String
        /// The words' score, as a share of the best one's.
        var words: Float
        /// The cosine with what the query means; 0 where no encoder is asked.
        var meaning: Float
    }

    /// Queries like one that say something of it.
    private static let neighbours = 10

    private let queries: [String]
    private let items: [String]
    private let relevance: ClickRelevance
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

    /// What is known of items as answers to a query.
    func candidates(_ query: String, _ found: [Found]) -> [SearchCandidate] {
        let number = queryNumbers[SearchLog.form(query)]
        let shared = relevance.shared(
            by: likeness.queries(
                like: Self.terms(query), limit: Self.neighbours, without: number))
        return found.map { found in
            let item = itemNumbers[found.id]
            let whole = item.map { relevance.signal(ofItem: $0) } ?? .none
            return SearchCandidate(
                lexical: found.words, meaning: found.meaning,
                own: number.flatMap { query in item.map { relevance.signal(query, $0) } } ?? .none,
                shared: item.flatMap { shared[$0] } ?? .none, item: whole,
                popularity: whole.clicks / clicksMax)
        }
    }

    // MARK: Stored

    private static let version: UInt8 = 1

    /// Everything, in a form of its own.
    var binary: [UInt8] {
        var writer = BinaryWriter()
        writer.write(byte: Self.version)
        for names in [queries, items] {
            writer.write(UInt64(names.count))
            for name in names { writer.write(name) }
        }
        writer.write(Double(relevance.mean))
        let entries = relevance.entries
        writer.write(UInt64(entries.count))
        for entry in entries {
            writer.write(UInt64(entry.query))
            writer.write(UInt64(entry.item))
            writer.write(Double(entry.signal.clicks))
            writer.write(Double(entry.signal.looks))
        }
        return writer.bytes
    }

    init(binary bytes: [UInt8]) throws(BinaryError) {
        var reader = BinaryReader(bytes)
        let version = try reader.byte()
        guard version == Self.version else { throw .newer(version: version) }
        var names: [[String]] = []
        for _ in 0..<2 {
            var list: [String] = []
            for _ in 0..<(try reader.count()) { list.append(try reader.string()) }
            names.append(list)
        }
        let mean = Float(try reader.double())
        var entries: [ClickRelevance.Entry] = []
        for _ in 0..<(try reader.count()) {
            let (query, item) = (try reader.number(), try reader.number())
            guard query < names[0].count, item < names[1].count else { throw .malformed }
            let signal = ClickSignal(
                clicks: Float(try reader.double()), looks: Float(try reader.double()))
            entries.append(.init(query: UInt32(query), item: UInt32(item), signal: signal))
        }
        guard reader.atEnd, mean.isFinite else { throw .malformed }
        self.init(
            queries: names[0], items: names[1], ClickRelevance(mean: mean, entries: entries))
    }
}
