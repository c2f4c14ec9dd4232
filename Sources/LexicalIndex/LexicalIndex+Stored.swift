package import Commerce

extension LexicalIndex {
    /// A part of an index that never changes, and that a file can keep.
    package struct StoredPart: Sendable, Hashable {
        private let segment: Segment

        init(_ segment: Segment) { self.segment = segment }

        /// What a file keeps.
        package var bytes: [UInt8] { segment.file.bytes }

        package static func == (left: StoredPart, right: StoredPart) -> Bool {
            left.segment === right.segment
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(ObjectIdentifier(segment))
        }
    }

    package var parts: [StoredPart] { views.map { StoredPart($0.segment) } }

    /// An index of some items, from what files keep of these items or others.
    ///
    /// A file that is damaged or foreign is passed over, an item that is not as it was when it was
    /// indexed is indexed anew, and what is no item any more is left out: whatever the files hold, the
    /// index is that of the items.
    ///
    /// - Parameters:
    ///   - files: What `StoredPart.bytes` gave.
    ///   - items: The items with their numbers, each id and each number once.
    package init(
        restoring files: some Sequence<[UInt8]>, items: [(item: Item, document: UInt32)]
    ) {
        self.init()
        var waiting: [String: Int] = [:]
        for (place, item) in items.enumerated() { waiting[item.item.id] = place }
        for file in files {
            guard let file = SegmentFile(file) else { continue }
            var numbers = [UInt32](repeating: .max, count: file.digests.count)
            for (ordinal, id) in file.ids.enumerated() {
                guard let place = waiting[id],
                    items[place].item.indexDigest == file.digests[ordinal]
                else { continue }
                numbers[ordinal] = items[place].document
                waiting[id] = nil
            }
            adopt(file.segment(numbers))
        }
        restored = count
        let rest = waiting.values.sorted { items[$0].document < items[$1].document }
        insert(contentsOf: rest.lazy.map { items[$0] })
    }

    /// Adds a segment but for the documents that have no number.
    private mutating func adopt(_ segment: Segment) {
        var view = SegmentView(segment)
        for ordinal in segment.numbers.indices where segment.numbers[ordinal] == .max {
            view.remove(ordinal)
        }
        append(compacted(view))
    }
}
