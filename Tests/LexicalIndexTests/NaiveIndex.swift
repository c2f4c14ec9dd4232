import Commerce
import LexicalIndex
import TextAnalysis

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the index should answer, computed from the list of items: every document scored, nothing
/// passed over.
struct NaiveIndex {
    private static let fields: [SearchField: (weight: Float, b: Float, usual: Float)] = [
        .title: (3, 0.85, 10), .brand: (2, 0.5, 2), .categories: (1.5, 0.5, 6),
        .description: (1, 0.75, 20),
    ]

    var items: [UInt32: Item] = [:]

    /// What each term says about an item, 1 to 1023.
    private static func impacts(of item: Item) -> [String: Float] {
        var frequencies: [String: Float] = [:]
        for field in SearchField.allCases {
            guard let (weight, b, usual) = fields[field] else { continue }
            let tokens = field.tokens(of: item)
            let length = Float(tokens.count { $0.kind == .word })
            for token in tokens {
                frequencies[token.term, default: 0] += weight / (1 - b + b * length / usual)
            }
        }
        return frequencies.mapValues { max(1, (1023 * $0 / (0.7 + $0)).rounded()) }
    }

    /// Documents of every term.
    func documents() -> [String: Int] {
        var documents: [String: Int] = [:]
        for item in items.values {
            for term in Self.impacts(of: item).keys { documents[term, default: 0] += 1 }
        }
        return documents
    }

    /// What all terms say about all items.
    func impacts() -> [UInt32: [String: Float]] { items.mapValues(Self.impacts) }

    /// The scores of all documents that answer, of those that hold every word if there are any.
    static func search(
        _ query: Query, all: Bool, in impacts: [UInt32: [String: Float]]
    ) -> [UInt32: Float] {
        var sums: [UInt32: (sum: Int, words: Int)] = [:]
        var words = 0
        for slot in query.slots {
            var said: [UInt32: Int] = [:]
            for (document, impacts) in impacts {
                let best = slot.alternatives.compactMap { term, weight in
                    impacts[term].map { Int(max(1, (weight * $0).rounded())) }
                }.max()
                if let best { said[document] = best }
            }
            guard !said.isEmpty else { continue }
            let df = Double(said.count)
            let idf = Float(log(1 + (Double(impacts.count) - df + 0.5) / (df + 0.5)))
            let weight = Int(min(1199, max(1, (slot.weight * idf * 64).rounded())))
            if slot.isWord { words += 1 }
            for (document, impact) in said {
                sums[document, default: (0, 0)].sum += weight * impact
                if slot.isWord { sums[document, default: (0, 0)].words += 1 }
            }
        }
        let whole = sums.filter { $0.value.words == words }
        return (all && !whole.isEmpty ? whole : sums).mapValues { Float($0.sum) / (64 * 1023) }
    }

    /// The nearest word by trying them all.
    func correction(of term: String) -> String? {
        let documents = documents()
        let letters = term.unicodeScalars.count
        guard documents[term] == nil, (4...40).contains(letters) else { return nil }
        let limit = letters >= 8 ? 2 : 1
        let near = documents.keys
            .map { (edits: naiveDistance(term, $0), documents: documents[$0] ?? 0, term: $0) }
            .filter { $0.edits <= limit }
        return near.min { ($0.edits, $1.documents, $0.term) < ($1.edits, $0.documents, $1.term) }?
            .term
    }
}

/// The whole table of the dynamic programme.
func naiveDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
    var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
        for j in 0...b.count {
            guard i > 0, j > 0 else {
                table[i][j] = i + j
                continue
            }
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1,
                table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
            }
        }
    }
    return table[a.count][b.count]
}
