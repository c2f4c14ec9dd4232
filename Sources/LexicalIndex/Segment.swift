/// Postings of all terms of a segment, one list behind the other.
struct Postings: Sendable {
    /// The list of term i ends where `ends[i + 1]` says.
    var ends: [UInt32]
    /// Documents by their place in the segment, ascending within a list.
    var ordinals: [UInt16]
    /// What the term says about the document: BM25F without the weight of the term.
    var impacts: [UInt16]
    /// The greatest impact of each list.
    var maxima: [UInt16]

    func range(of term: Int) -> Range<Int> { Int(ends[term])..<Int(ends[term + 1]) }
}

/// An immutable index of at most 65,536 documents: flat arrays, so that it can be shared, written
/// and read as it lies.
final class Segment: Sendable {
    static let documentsMax = 1 << 16
    /// Marks a term of `forward` that stands beside the words of the text.
    static let asideFlag: UInt32 = 1 << 31
    /// Marks the first word of a text: what stands before it is no neighbour.
    static let startFlag: UInt32 = 1 << 30
    /// Marks what a title says that the thing is for.
    static let purposeFlag: UInt32 = 1 << 29
    private static let flags = asideFlag | startFlag | purposeFlag

    /// The number of a term of `forward`.
    static func id(_ term: UInt32) -> Int { Int(term & ~flags) }

    /// A term of `forward` under another number.
    static func term(_ term: UInt32, withID id: UInt32) -> UInt32 { id | term & flags }

    /// The numbers of the documents.
    let numbers: [UInt32]
    /// The places in the order of the numbers; empty where these ascend.
    private let order: [UInt16]
    /// A digest of each item as it was indexed.
    let digests: [UInt64]
    let terms: TermDictionary
    let postings: Postings
    let columns: Columns
    /// The terms of each document as they follow one another, the title's first.
    let forward: [UInt32]
    private let forwardEnds: [UInt32]
    private let titleEnds: [UInt32]

    var count: Int { numbers.count }

    init(
        numbers: [UInt32], digests: [UInt64], terms: TermDictionary, postings: Postings,
        columns: Columns,
        forward: [UInt32], forwardEnds: [UInt32], titleEnds: [UInt32]
    ) {
        self.numbers = numbers
        let ascends = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
        order =
            ascends
            ? [] : numbers.indices.sorted { numbers[$0] < numbers[$1] }.map { UInt16($0) }
        self.digests = digests
        self.terms = terms
        self.postings = postings
        self.columns = columns
        self.forward = forward
        self.forwardEnds = forwardEnds
        self.titleEnds = titleEnds
    }

    /// All terms of a document, and the end of the title's among them.
    func forward(of ordinal: Int) -> (terms: ArraySlice<UInt32>, titleEnd: Int) {
        let (range, titleEnd) = forwardRange(of: ordinal)
        return (forward[range], titleEnd)
    }

    /// Where the terms of a document lie in `forward`.
    func forwardRange(of ordinal: Int) -> (terms: Range<Int>, titleEnd: Int) {
        let start = ordinal == 0 ? 0 : Int(forwardEnds[ordinal - 1])
        return (start..<Int(forwardEnds[ordinal]), Int(titleEnds[ordinal]))
    }

    /// The place of a document.
    func ordinal(of number: UInt32) -> Int? {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[place(middle)] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[place(low)] == number ? place(low) : nil
    }

    private func place(_ rank: Int) -> Int { order.isEmpty ? rank : Int(order[rank]) }

    /// What a file keeps.
    var file: SegmentFile {
        SegmentFile(
            digests: digests, terms: terms.keys, postings: postings, columns: columns,
            forward: forward, forwardEnds: forwardEnds, titleEnds: titleEnds)
    }

    /// Bytes of the arrays.
    var bytes: Int {
        let words = 3 * numbers.count + forward.count + forwardEnds.count + titleEnds.count
        return 4 * (words + postings.ends.count + postings.ordinals.count)
            + terms.keys.bytes.count + terms.count * (14 + MemoryLayout<WordShape>.stride)
            + columns.bytes
    }
}
