package import Commerce

/// An inverted index over the words of items, ranked by BM25F.
///
/// A value: copies share their segments, so that a reader keeps its own while the writer goes on.
/// What it answers depends on the items it holds alone, never on the order of updates nor on how
/// they lie in segments.
package struct LexicalIndex: Sendable {
    /// Largest first, each more than twice as large as the next until the largest are full.
    private(set) var views: [SegmentView] = []
    /// Items held.
    package private(set) var count = 0
    /// Items that were taken from files rather than indexed.
    package internal(set) var restored = 0

    package init() {}

    // MARK: Update

    /// Adds an item under a number that holds none.
    package mutating func insert(_ item: Item, as document: UInt32) {
        var builder = SegmentBuilder()
        builder.add(item, as: document)
        append(SegmentView(builder.finish()))
    }

    /// Adds items whose numbers ascend and hold none.
    package mutating func insert(contentsOf items: some Sequence<(item: Item, document: UInt32)>) {
        var builder = SegmentBuilder()
        for (item, document) in items {
            builder.add(item, as: document)
            guard builder.isFull else { continue }
            append(SegmentView(builder.finish()))
            builder = SegmentBuilder()
        }
        if builder.count > 0 { append(SegmentView(builder.finish())) }
    }

    /// Takes out what `insert` put in.
    package mutating func remove(_ document: UInt32) {
        guard let (place, ordinal) = location(of: document) else { return }
        views[place].remove(ordinal)
        count -= 1
        guard isHollow(views[place]) else { return }
        let view = views.remove(at: place)
        count -= view.count
        append(compacted(view))
    }

    /// Whether less than half of a segment is held.
    private func isHollow(_ view: SegmentView) -> Bool { view.count * 2 < view.segment.count }

    /// A segment written anew where less than half of it is held.
    func compacted(_ view: SegmentView) -> SegmentView {
        isHollow(view) ? SegmentView(Segment.merged(view, SegmentView.empty)) : view
    }

    func location(of document: UInt32) -> (view: Int, ordinal: Int)? {
        for (place, view) in views.enumerated() {
            if let ordinal = view.ordinal(of: document) { return (place, ordinal) }
        }
        return nil
    }

    /// Adds a segment, and merges it with those that are not much larger: each document is merged
    /// once for every doubling of the index (O'Neil and others, "The log-structured merge-tree",
    /// 1996), up to a bound that keeps the longest merge short.
    mutating func append(_ view: SegmentView) {
        guard view.count > 0 else { return }
        count += view.count
        var new = view
        while let place = views.lastIndex(where: { Self.belongTogether($0, new) }) {
            new = SegmentView(Segment.merged(views.remove(at: place), new))
        }
        let place = views.firstIndex { $0.count < new.count } ?? views.count
        views.insert(new, at: place)
    }

    private static func belongTogether(_ old: SegmentView, _ new: SegmentView) -> Bool {
        old.count <= 2 * new.count && old.count + new.count <= Segment.documentsMax
    }

    // MARK: Words

    /// How many items hold a term.
    package func documents(of term: String) -> Int {
        views.reduce(0) { count, view in
            count + (view.segment.terms.id(of: term).map(view.documents) ?? 0)
        }
    }

    package func contains(_ term: String) -> Bool { documents(of: term) > 0 }

    /// How much a term of so many documents says (Robertson and Zaragoza, "The Probabilistic
    /// Relevance Framework: BM25 and Beyond", 2009).
    func inverseFrequency(of documents: Int) -> Float {
        let ratio = (Double(count - documents) + 0.5) / (Double(documents) + 0.5)
        return Float(naturalLogarithm(1 + ratio))
    }

    /// Bytes that the segments take.
    package var bytes: Int { views.reduce(0) { $0 + $1.segment.bytes } }
}
