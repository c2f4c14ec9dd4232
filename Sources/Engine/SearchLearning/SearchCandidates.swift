import Commerce
import LexicalIndex

/// What words find in a catalogue, and what an encoder says of it.
struct SearchCandidates {
    /// Items that words find for a query, of which the order is learnt: as many as it is applied to.
    static let depth = 100

    let items: [Item]
    let texts: [ItemText]
    private var index = LexicalIndex()

    init(_ items: [Item]) {
        self.items = items
        texts = items.map { ItemText($0) }
        index.insert(
            contentsOf: items.enumerated().lazy.map { (item: $1, document: UInt32($0)) })
    }

    /// What words find for queries; with no encoder nothing is said of how near it is.
    ///
    /// - Parameters:
    ///   - queries: As shoppers ask them.
    ///   - encoder: Says how near an item is.
    /// - Returns: Of each query what words find, best first.
    func found(for queries: [String], _ encoder: SearchEncoder?) -> [[SearchSignals.Found]] {
        var vectors: [UInt32: [Float]] = [:]
        return queries.map { query in
            let matches = index.search(QueryReader(index).read(query), count: Self.depth).matches
                .prefix(Self.depth)
            let best = matches.first?.score ?? 1
            let asked = encoder?.vector(of: query)
            return matches.map { match in
                let place = Int(match.document)
                var cosine: Float = 0
                if let encoder, let asked {
                    let vector =
                        vectors[match.document] ?? encoder.vectors(of: [texts[place].joined])
                    vectors[match.document] = vector
                    cosine = zip(asked, vector).reduce(0) { $0 + $1.0 * $1.1 }
                }
                return SearchSignals.Found(
                    id: items[place].id, words: match.score / best, meaning: cosine)
            }
        }
    }
}
