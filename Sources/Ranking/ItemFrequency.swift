#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How often each item occurs in what models learnt from, over all of it and lately.
package struct ItemFrequency: Hashable, Sendable {
    /// The share of the sequences, the last ones, that are "lately".
    private static let recentShare = 20

    /// log(1 + occurrences), by item.
    let all: [Float]
    let recent: [Float]

    package var itemCount: Int { all.count }

    /// Frequencies that were counted elsewhere.
    ///
    /// - Parameters:
    ///   - all: log(1 + occurrences), by item.
    ///   - recent: Of as many items.
    package init(all: [Float], recent: [Float]) {
        precondition(all.count == recent.count)
        self.all = all
        self.recent = recent
    }

    /// - Parameters:
    ///   - sequences: In the order of time where they have one.
    ///   - itemCount: Items of the catalogue; the sequences' numbers lie below it.
    package init(_ sequences: [[UInt32]], itemCount: Int) {
        all = Self.counts(sequences[...], itemCount)
        recent = Self.counts(sequences.suffix(sequences.count / Self.recentShare), itemCount)
    }

    private static func counts(_ sequences: ArraySlice<[UInt32]>, _ itemCount: Int) -> [Float] {
        var counts = [Float](repeating: 0, count: itemCount)
        for sequence in sequences { for item in sequence { counts[Int(item)] += 1 } }
        return counts.map { log1p($0) }
    }
}
