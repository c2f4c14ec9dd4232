import CKernels

extension Columns {
    /// How many of some documents have each key of a range.
    ///
    /// - Parameters:
    ///   - keys: The keys.
    ///   - documents: The documents.
    ///   - count: How many these are.
    /// - Returns: The counts, in the order of the keys.
    func counts(of keys: Range<Int>, among documents: Bits, count: Int) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: keys.count)
        let listed = Int(ends[keys.upperBound]) - Int(ends[keys.lowerBound])
        // Either the lists of the keys are read, or the rows of the documents: what is shorter.
        if listed < count * rows.count / max(1, rowEnds.count) {
            unsafe ends.withUnsafeBufferPointer { ends in
                unsafe ck_lists_count(
                    documents.words, ends.baseAddress.map { unsafe $0 + keys.lowerBound },
                    keys.count, ordinals, &counts)
            }
        } else {
            unsafe ck_rows_count(
                documents.words, documents.words.count, rowEnds, rows, UInt32(keys.lowerBound),
                UInt32(keys.count), &counts)
        }
        return counts
    }
}
