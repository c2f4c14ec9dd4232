import Commerce
import LexicalIndex

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the index should answer, computed from the list of items.
struct NaiveIndex {
    private static let k1 = 1.2
    private static let weights: [SearchField: Double] = [
        .title: 3, .brand: 2, .categories: 1.5, .description: 1,
    ]

    var items: [UInt32: Item] = [:]

    private func terms() -> [UInt32: [SearchField: [String]]] {
        items.mapValues { item in
            Dictionary(uniqueKeysWithValues: SearchField.allCases.map { ($0, $0.terms(of: item)) })
        }
    }

    /// Documents of every term.
    func documents() -> [String: Int] {
        var documents: [String: Int] = [:]
        for fields in terms().values {
            for term in Set(fields.values.joined()) { documents[term, default: 0] += 1 }
        }
        return documents
    }

    func search(_ query: [String]) -> [UInt32: Double] {
        let terms = terms()
        let documents = documents()
        let count = Double(items.count)
        var scores: [UInt32: (score: Double, hits: Int)] = [:]
        for (document, fields) in terms {
            for term in Set(query) {
                var weight = 0.0
                for (field, words) in fields {
                    let total = terms.values.reduce(0) { $0 + ($1[field]?.count ?? 0) }
                    let mean = max(1, Double(total) / count)
                    let b = field == .description ? 0.75 : 0.5
                    let frequency = Double(min(255, words.count { $0 == term }))
                    weight +=
                        (Self.weights[field] ?? 0) * frequency
                        / (1 - b + b * Double(words.count) / mean)
                }
                guard weight > 0 else { continue }
                let df = Double(documents[term] ?? 0)
                let idf = log(1 + (count - df + 0.5) / (df + 0.5))
                scores[document, default: (0, 0)].score += idf * weight / (Self.k1 + weight)
                scores[document, default: (0, 0)].hits += 1
            }
        }
        let most = scores.values.map(\.hits).max() ?? 0
        return scores.filter { $0.value.hits == most }.mapValues(\.score)
    }

    /// The nearest word by trying them all.
    func correction(of term: String) -> String? {
        let documents = documents()
        let letters = term.unicodeScalars.count
        guard documents[term] == nil, (4...40).contains(letters) else { return nil }
        let limit = letters >= 8 ? 2 : 1
        let near = documents.keys.filter { $0.unicodeScalars.count <= 40 }
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
