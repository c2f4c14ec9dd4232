package import Commerce
import HashTreeCollections
import Primitives
import TextAnalysis

/// An inverted index over the words of items, ranked by BM25F.
///
/// A value: copies share structure, so that a reader keeps its own while the writer goes on. What
/// it answers depends on the items it holds alone, never on the order of updates.
package struct LexicalIndex: Sendable {
    /// Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
    private static let k1: Float = 1.2
    private static let fields = SearchField.allCases

    private var postings: TreeDictionary<String, PostingList> = [:]
    /// Terms per field, by document; zero where there is no document.
    private var lengths = PersistentVector<SIMD4<UInt16>>()
    private var totalLengths = SIMD4<Int>()
    package private(set) var count = 0

    package init() {}

    // MARK: Update

    package mutating func insert(_ item: Item, as document: UInt32) {
        let (frequencies, length) = Self.frequencies(of: item)
        for (term, counts) in frequencies {
            postings[term, default: PostingList()].insert(
                Posting(document: document, frequencies: counts))
        }
        while lengths.count <= Int(document) { lengths.append(SIMD4()) }
        lengths[Int(document)] = length
        totalLengths &+= SIMD4(truncatingIfNeeded: length)
        count += 1
    }

    /// Takes out what `insert` put in for the same item.
    package mutating func remove(_ item: Item, as document: UInt32) {
        let (frequencies, length) = Self.frequencies(of: item)
        for term in frequencies.keys {
            postings[term]?.remove(document)
            if postings[term]?.count == 0 { postings[term] = nil }
        }
        lengths[Int(document)] = SIMD4()
        totalLengths &-= SIMD4(truncatingIfNeeded: length)
        count -= 1
    }

    private static func frequencies(
        of item: Item
    ) -> (frequencies: [String: SIMD4<UInt8>], length: SIMD4<UInt16>) {
        var frequencies: [String: SIMD4<UInt8>] = [:]
        var length = SIMD4<UInt16>()
        for field in fields {
            let terms = field.terms(of: item)
            length[field.rawValue] = UInt16(clamping: terms.count)
            for term in terms where frequencies[term, default: SIMD4()][field.rawValue] < 255 {
                frequencies[term, default: SIMD4()][field.rawValue] += 1
            }
        }
        return (frequencies, length)
    }

    // MARK: Search

    /// A document that holds words of the query.
    package struct Match: Hashable, Sendable {
        package var document: UInt32
        package var score: Float

        package init(document: UInt32, score: Float) {
            self.document = document
            self.score = score
        }
    }

    /// Documents by BM25F, in no order: those that hold every term; where there is none, those that
    /// hold most terms.
    package func search(_ terms: [String]) -> [Match] {
        var matches: [UInt32: (score: Float, hits: Int)] = [:]
        for term in Set(terms).sorted() {
            guard let list = postings[term] else { continue }
            let idf = idf(of: list.count)
            for chunk in list.chunks {
                for posting in chunk {
                    let weight = weight(of: posting)
                    var match = matches[posting.document] ?? (0, 0)
                    match.score += idf * weight / (Self.k1 + weight)
                    match.hits += 1
                    matches[posting.document] = match
                }
            }
        }
        let most = matches.values.reduce(0) { max($0, $1.hits) }
        return matches.compactMap { document, match in
            match.hits == most ? Match(document: document, score: match.score) : nil
        }
    }

    private func idf(of documents: Int) -> Float {
        let ratio = (Double(count - documents) + 0.5) / (Double(documents) + 0.5)
        return Float(naturalLogarithm(1 + ratio))
    }

    /// The sum over fields of weighted frequency, each normalised by its length.
    private func weight(of posting: Posting) -> Float {
        let length = lengths[Int(posting.document)]
        var weight: Float = 0
        for field in Self.fields where posting.frequencies[field.rawValue] > 0 {
            let index = field.rawValue
            let mean = Float(totalLengths[index]) / Float(max(1, count))
            let b = field.lengthNormalisation
            weight +=
                field.weight * Float(posting.frequencies[index])
                / (1 - b + b * Float(length[index]) / max(mean, 1))
        }
        return weight
    }

    // MARK: Words

    package func contains(_ term: String) -> Bool { postings[term] != nil }

    /// The indexed word nearest to one that is not indexed: the fewest edits, then the most
    /// documents. One edit from four letters on, two from eight.
    package func correction(of term: String) -> String? {
        let bytes = Array(term.utf8)
        guard bytes.count >= 4, postings[term] == nil else { return nil }
        var best: (edits: Int, documents: Int, term: String)?
        for (candidate, list) in postings {
            let limit = best?.edits ?? (bytes.count >= 8 ? 2 : 1)
            guard abs(candidate.utf8.count - bytes.count) <= limit,
                let edits = editDistance(bytes, Array(candidate.utf8), limit: limit)
            else { continue }
            let found = (edits: edits, documents: list.count, term: candidate)
            if let current = best,
                (current.edits, -current.documents, current.term)
                    <= (found.edits, -found.documents, found.term)
            {
                continue
            }
            best = found
        }
        return best?.term
    }
}
