package import Commerce
import HashTreeCollections
import Primitives

/// An inverted index over the words of items, ranked by BM25F.
///
/// A value: copies share structure, so that a reader keeps its own while the writer goes on. What
/// it answers depends on the items it holds alone, never on the order of updates.
package struct LexicalIndex: Sendable {
    private var postings: TreeDictionary<String, PostingList> = [:]
    private var vocabulary = Vocabulary()
    /// Terms per field, by document; zero where there is no document.
    private var lengths = PersistentVector<SIMD4<UInt16>>()
    private var totalLengths = SIMD4<Int>()
    package private(set) var count = 0

    package init() {}

    // MARK: Update

    /// Adds an item under a number that holds none.
    package mutating func insert(_ item: Item, as document: UInt32) {
        let (frequencies, length) = Self.frequencies(of: item)
        for (term, counts) in frequencies {
            Self.insert(
                Posting(document: document, frequencies: counts), of: term,
                into: &postings[term, default: PostingList()], &vocabulary)
        }
        while lengths.count <= Int(document) { lengths.append(SIMD4()) }
        lengths[Int(document)] = length
        totalLengths &+= SIMD4(truncatingIfNeeded: length)
        count += 1
    }

    private static func insert(
        _ posting: Posting, of term: String, into list: inout PostingList,
        _ vocabulary: inout Vocabulary
    ) {
        if list.count == 0 { list.place = vocabulary.insert(term) }
        list.insert(posting)
    }

    /// Takes out what `insert` put in for the same item.
    package mutating func remove(_ item: Item, as document: UInt32) {
        let (frequencies, length) = Self.frequencies(of: item)
        for term in frequencies.keys {
            postings[term]?.remove(document)
            if let list = postings[term], list.count == 0 {
                if let place = list.place { vocabulary.remove(at: place) }
                postings[term] = nil
            }
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
        for field in SearchField.allCases {
            let terms = field.terms(of: item)
            let index = field.rawValue
            length[index] = UInt16(clamping: terms.count)
            for term in terms {
                frequencies[term, default: SIMD4()].increment(index)
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

    /// Documents by BM25F, in no order: those that hold every term that any holds; where there is
    /// none, those that hold most terms.
    package func search(_ terms: [String]) -> [Match] {
        let scoring = Scoring(count: count, totalLengths: totalLengths)
        // Terms in a fixed order, so that sums of floats are the same every time.
        let lists = Set(terms).sorted().compactMap { term in
            postings[term].map { (postings: $0, idf: scoring.idf(of: $0.count)) }
        }
        let matches = holdingAll(lists, scoring)
        return matches.isEmpty && lists.count > 1 ? holdingMost(lists, scoring) : matches
    }

    private typealias WeighedList = (postings: PostingList, idf: Float)

    /// Documents of every list: follows the shortest, and looks the others up.
    private func holdingAll(_ lists: [WeighedList], _ scoring: Scoring) -> [Match] {
        guard let shortest = lists.min(by: { $0.postings.count < $1.postings.count }) else {
            return []
        }
        var matches: [Match] = []
        var cursors = lists.map { PostingList.Cursor($0.postings) }
        for chunk in shortest.postings.chunks {
            candidates: for candidate in chunk {
                let length = lengths[Int(candidate.document)]
                var score: Float = 0
                for index in lists.indices {
                    guard let posting = cursors[index].seek(candidate.document) else {
                        continue candidates
                    }
                    score += scoring.score(posting, length, idf: lists[index].idf)
                }
                matches.append(Match(document: candidate.document, score: score))
            }
        }
        return matches
    }

    /// Documents of as many lists as any, by merging list after list.
    private func holdingMost(_ lists: [WeighedList], _ scoring: Scoring) -> [Match] {
        var sums: [(match: Match, hits: Int)] = []
        for list in lists {
            var merged: [(match: Match, hits: Int)] = []
            merged.reserveCapacity(sums.count + list.postings.count)
            var next = 0
            for chunk in list.postings.chunks {
                for posting in chunk {
                    while next < sums.count, sums[next].match.document < posting.document {
                        merged.append(sums[next])
                        next += 1
                    }
                    let length = lengths[Int(posting.document)]
                    let score = scoring.score(posting, length, idf: list.idf)
                    var sum = (match: Match(document: posting.document, score: 0), hits: 0)
                    if next < sums.count, sums[next].match.document == posting.document {
                        sum = sums[next]
                        next += 1
                    }
                    sum.match.score += score
                    sum.hits += 1
                    merged.append(sum)
                }
            }
            merged += sums[next...]
            sums = merged
        }
        let most = sums.reduce(0) { max($0, $1.hits) }
        return sums.compactMap { $0.hits == most ? $0.match : nil }
    }

    // MARK: Words

    package func contains(_ term: String) -> Bool { postings[term] != nil }

    /// The indexed word nearest to one that is not indexed: the fewest edits, then the most
    /// documents, then the first in order. One edit from four letters on, two from eight.
    ///
    /// Letters count, not bytes: pairs of Chinese characters are never taken for one another.
    package func correction(of term: String) -> String? {
        guard postings[term] == nil else { return nil }
        return vocabulary.nearest(to: term)
            .map { (documents: postings[$0]?.count ?? 0, term: $0) }
            .min { ($1.documents, $0.term) < ($0.documents, $1.term) }?.term
    }
}

extension SIMD4<UInt8> {
    /// Adds one, up to 255.
    fileprivate mutating func increment(_ index: Int) {
        if self[index] < 255 { self[index] += 1 }
    }
}
