package import Commerce

/// The documents that were found, all of them.
package struct MatchSet: Sendable {
    /// Documents of a segment.
    struct Part: Sendable {
        /// Of the view among those of the index.
        let place: Int
        let view: SegmentView
        let documents: Bits
        let count: Int

        init(place: Int, view: SegmentView, documents: Bits) {
            self.place = place
            self.view = view
            self.documents = documents
            count = documents.count
        }
    }

    let parts: [Part]

    package var count: Int { parts.reduce(0) { $0 + $1.count } }

    /// Calls for each document, in no order that means anything.
    package func forEach(_ body: (UInt32) -> Void) {
        for part in parts {
            let numbers = part.view.segment.numbers
            part.documents.forEach { body(numbers[$0]) }
        }
    }

    // MARK: Count

    /// Values of a facet that are given at most.
    package static let facetValuesMax = 100

    /// How many documents have each value of a field, the most frequent first, among equals the first
    /// in order; or how many numbers lie between bounds, ascending.
    ///
    /// - Parameter facet: The field, and how its values become groups.
    /// - Returns: At most `facetValuesMax` values that a document has, or the stretches of numbers.
    package func counts(of facet: Facet) -> [Facet.Count] {
        let field = ColumnField(facet.field)
        switch facet.grouping {
        case .values: return values(of: field)
        case .bounds(let bounds): return NumberCounts(numbers(of: field)).counts(between: bounds)
        case .buckets(let count):
            let counts = NumberCounts(numbers(of: field))
            return counts.counts(between: counts.bounds(buckets: count))
        }
    }

    private func values(of field: ColumnField) -> [Facet.Count] {
        var counts: [String: Int] = [:]
        for kind in [ColumnKey.Kind.flag, .number, .path, .text] {
            forEachCount(of: field, kind) { key, count in
                counts[ColumnKey.text(key, kind), default: 0] += count
            }
        }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(Self.facetValuesMax).map {
            Facet.Count(value: $0.key, count: $0.value)
        }
    }

    private func numbers(of field: ColumnField) -> [Double: Int] {
        var counts: [Double: Int] = [:]
        forEachCount(of: field, .number) { counts[ColumnKey.number($0), default: 0] += $1 }
        return counts
    }

    private func forEachCount(
        of field: ColumnField, _ kind: ColumnKey.Kind, _ body: (ArraySlice<UInt8>, Int) -> Void
    ) {
        for part in parts where part.count > 0 {
            let columns = part.view.segment.columns
            let keys = columns.keys(of: field, kind)
            guard !keys.isEmpty else { continue }
            let counts = columns.counts(of: keys, among: part.documents, count: part.count)
            for (key, count) in zip(keys, counts) where count > 0 {
                body(columns.keys[key], Int(count))
            }
        }
    }
}
