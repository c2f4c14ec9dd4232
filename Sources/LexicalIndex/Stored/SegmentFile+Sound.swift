extension SegmentFile {
    /// Whether every number in the arrays leads to where something is, so that nothing a file says can
    /// lead a kernel astray.
    var isSound: Bool {
        let documents = digests.count
        return documents <= Segment.documentsMax && terms.isAscending && columns.keys.isAscending
            && Self.areLists(postings.ends, postings.ordinals, terms.count, documents)
            && postings.impacts.count == postings.ordinals.count
            && postings.impacts.allSatisfy { Float($0) <= FixedPoint.impactMax }
            && Self.areLists(columns.ends, columns.ordinals, columns.keys.count, documents)
            && Self.areEnds(columns.rowEnds, documents, columns.rows.count)
            && columns.rows.allSatisfy { $0 < columns.keys.count } && isForwardSound(documents)
    }

    private func isForwardSound(_ documents: Int) -> Bool {
        let starts = [0] + forwardEnds
        return Self.areEnds(starts, documents, forward.count) && titleEnds.count == documents
            && forward.allSatisfy { Segment.id($0) < terms.count }
            && titleEnds.indices.allSatisfy { starts[$0]...starts[$0 + 1] ~= titleEnds[$0] }
    }

    /// Whether these are the ends of `count` stretches that fill an array.
    private static func areEnds(_ ends: [UInt32], _ count: Int, _ length: Int) -> Bool {
        ends.count == count + 1 && ends.first == 0 && ends.last.map(Int.init) == length
            && zip(ends, ends.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// Whether these are lists of documents that ascend.
    private static func areLists(
        _ ends: [UInt32], _ ordinals: [UInt16], _ count: Int, _ documents: Int
    ) -> Bool {
        guard areEnds(ends, count, ordinals.count) else { return false }
        for list in 0..<count {
            var last = -1
            for ordinal in ordinals[Int(ends[list])..<Int(ends[list + 1])] {
                guard Int(ordinal) > last, Int(ordinal) < documents else { return false }
                last = Int(ordinal)
            }
        }
        return true
    }
}
