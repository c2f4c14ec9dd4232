import HashTreeCollections

/// A segment and which of its documents are still held.
struct SegmentView: Sendable {
    let segment: Segment
    /// Nil while all documents are held.
    private(set) var live: Bits?
    private(set) var count: Int
    /// How many of the documents that went held a term.
    private var gone: TreeDictionary<Int, Int> = [:]

    static let empty = SegmentView(SegmentBuilder().finish())

    init(_ segment: Segment) {
        self.segment = segment
        count = segment.count
    }

    func isLive(_ ordinal: Int) -> Bool { live?[ordinal] ?? true }

    /// The place of a document that is held.
    func ordinal(of number: UInt32) -> Int? {
        segment.ordinal(of: number).flatMap { isLive($0) ? $0 : nil }
    }

    /// How many documents that are held have a term.
    func documents(of term: Int) -> Int {
        segment.postings.range(of: term).count - (gone.isEmpty ? 0 : gone[term] ?? 0)
    }

    mutating func remove(_ ordinal: Int) {
        live = live ?? Bits(segment.count, all: true)
        live?[ordinal] = false
        count -= 1
        let terms = segment.forward(of: ordinal).terms
        for term in Set(terms.lazy.map(Segment.id)) {
            gone[term, default: 0] += 1
        }
    }
}
