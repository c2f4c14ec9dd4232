package import Commerce
import Primitives

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
    /// by size, by the folded text, or for categories by their own name; or how many numbers lie between bounds, ascending.
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
        let kinds = [ColumnKey.Kind.flag, .number, .path, .text]
            .map { kind in (kind: kind, counts: counts(of: field, kind)) }
            .filter { !$0.counts.isEmpty }
        guard let (kind, counts) = kinds.first, kinds.count == 1 else {
            return Self.first(
                Self.joined(
                    kinds.flatMap { kind, counts in
                        counts.map { (ColumnKey.text($0.value, kind), $0.count) }
                    })
            ).map { Facet.Count(value: $0.value, count: $0.count) }
        }
        return Self.first(counts).map {
            Facet.Count(value: ColumnKey.text($0.value, kind), count: $0.count)
        }
    }

    /// Values of several kinds that read alike are one.
    private static func joined(
        _ counts: [(value: String, count: Int)]
    ) -> [(value: String, count: Int)] {
        var joined: [(value: String, count: Int)] = []
        var places: [String: Int] = [:]
        for (value, count) in counts {
            if let place = places[value] {
                joined[place].count += count
            } else {
                places[value] = joined.count
                joined.append((value, count))
            }
        }
        return joined
    }

    /// The most frequent, among equals the first.
    private static func first<Value>(
        _ counts: [(value: Value, count: Int)]
    ) -> [(value: Value, count: Int)] {
        var first = TopK<(place: Int, count: Int)>(facetValuesMax) {
            ($0.count, $1.place) > ($1.count, $0.place)
        }
        for place in counts.indices { first.push((place, counts[place].count)) }
        return first.sorted().map { counts[$0.place] }
    }

    private func numbers(of field: ColumnField) -> [(number: Double, count: Int)] {
        counts(of: field, .number).map { (ColumnKey.number($0.value), $0.count) }
    }

    private typealias KeyCount = (value: ArraySlice<UInt8>, count: Int)

    /// How many documents have each key of a kind that any of them has, in the order of the keys.
    private func counts(of field: ColumnField, _ kind: ColumnKey.Kind) -> [KeyCount] {
        var all: [KeyCount] = []
        for part in parts where part.count > 0 {
            let columns = part.view.segment.columns
            let keys = columns.keys(of: field, kind)
            guard !keys.isEmpty else { continue }
            let counts = columns.counts(of: keys, among: part.documents, count: part.count)
            var counted: [KeyCount] = []
            for place in counts.indices where counts[place] > 0 {
                counted.append((columns.keys[keys.lowerBound + place], Int(counts[place])))
            }
            all = all.isEmpty ? counted : Self.sum(all, counted)
        }
        return all
    }

    /// The counts of two lists of keys that ascend.
    private static func sum(_ left: [KeyCount], _ right: [KeyCount]) -> [KeyCount] {
        var sum: [KeyCount] = []
        sum.reserveCapacity(max(left.count, right.count))
        var next = 0
        for (key, count) in left {
            while next < right.count, right[next].value.lexicographicallyPrecedes(key) {
                sum.append(right[next])
                next += 1
            }
            let isSame = next < right.count && right[next].value == key
            sum.append((key, count + (isSame ? right[next].count : 0)))
            if isSame { next += 1 }
        }
        return sum + right[next...]
    }
}
