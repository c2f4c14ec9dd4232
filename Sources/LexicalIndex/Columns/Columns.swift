/// The values of the fields of a segment's documents: for each value the documents that have it, and
/// for each document its values.
struct Columns: Sendable {
    /// Fields and values, one for each value that a document has.
    var keys: SortedKeys
    /// The documents of key i lie from `ends[i]` to `ends[i + 1]`.
    var ends: [UInt32]
    /// Documents by their place in the segment, ascending for each key.
    var ordinals: [UInt16]
    /// The keys of document i, ascending, lie from `rowEnds[i]` to `rowEnds[i + 1]`.
    var rowEnds: [UInt32]
    var rows: [UInt32]

    var bytes: Int {
        keys.bytes.count + 12 * keys.count + 2 * ordinals.count
            + 4 * (ends.count + rowEnds.count + rows.count)
    }

    /// The documents that have any key of a range; one that has several stands there as often.
    func documents(of keys: Range<Int>) -> ArraySlice<UInt16> {
        ordinals[Int(ends[keys.lowerBound])..<Int(ends[keys.upperBound])]
    }

    /// The keys of a kind.
    func keys(of field: ColumnField, _ kind: ColumnKey.Kind) -> Range<Int> {
        keys.range(from: ColumnKey.start(field, kind), below: ColumnKey.end(field, kind))
    }

    /// The keys that begin with some bytes of which the last is a separator.
    func keys(beginningWith start: [UInt8]) -> Range<Int> {
        // No byte of UTF-8 follows 0xFE.
        keys.range(from: start, below: start + [0xFF])
    }
}
