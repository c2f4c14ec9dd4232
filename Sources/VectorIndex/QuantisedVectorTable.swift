internal import CKernels

/// Vectors of items in one byte for each coordinate and one scale for each item: a quarter of the
/// memory of `VectorTable`, and of the time of a scan.
///
/// A coordinate is off by at most 1/254 of its vector's largest one, and the query is rounded in
/// the same way: to be searched for more items than are wanted, which then are scored anew. Sums
/// are exact in integers, so all processors return the same.
package struct QuantisedVectorTable: Sendable {
    /// How products are computed; others than the portable way need a processor that has it.
    package enum Way: Int, Sendable, CaseIterable, Comparable {
        case portable
        case avx2
        case vnni

        package static func < (a: Way, b: Way) -> Bool { a.rawValue < b.rawValue }

        /// The best one that this processor has.
        package static var best: Way { Way(rawValue: Int(ck_bytes_best())) ?? .portable }
    }

    /// Items are `0..<count`.
    package let count: Int
    package let dimensions: Int
    private let way: Way
    private let bytes: AlignedMemory
    /// One for each item, in whole groups.
    private let scales: AlignedMemory

    private static let group = Int(CK_GROUP)
    private var quads: Int { (dimensions + 3) / 4 }

    /// Rounds a table. An item with a coordinate that is not finite is never found.
    ///
    /// - Parameters:
    ///   - table: At most 16,384 dimensions, so that sums stay within 32 bits.
    ///   - way: At most `Way.best`.
    package init(_ table: VectorTable, way: Way = .best) {
        precondition(way <= .best && table.dimensions <= 16384)
        count = table.count
        dimensions = table.dimensions
        self.way = way
        let group = Self.group
        let groups = (count + group - 1) / group
        let quads = (dimensions + 3) / 4
        bytes = AlignedMemory(byteCount: groups * group * quads * 4)
        scales = AlignedMemory(byteCount: groups * group * 4)
        let (targets, scales) = unsafe (
            bytes.bytes.bindMemory(to: Int8.self), scales.bytes.bindMemory(to: Float.self)
        )
        var vector = [Float](repeating: 0, count: dimensions)
        for item in 0..<count {
            for dimension in 0..<dimensions { vector[dimension] = table[item, dimension] }
            let (rounded, scale) = Self.quantise(vector)
            unsafe scales[item] = scale
            let start = item / group * group * quads * 4 + item % group * 4
            for dimension in 0..<dimensions {
                let place = start + dimension / 4 * group * 4 + dimension % 4
                unsafe targets[place] = rounded[dimension]
            }
        }
    }

    /// Bytes, and the factor that gives the vector back: NaN if it has none.
    package static func quantise(_ vector: [Float]) -> (bytes: [Int8], scale: Float) {
        var bytes = [Int8](repeating: 0, count: vector.count)
        let largest = unsafe ck_magnitude(vector, vector.count)
        guard largest.isFinite else { return (bytes, .nan) }
        let scale = largest / 127
        unsafe ck_quantise(vector, scale, &bytes, vector.count)
        return (bytes, scale)
    }

    /// As `VectorTable.best`, with scores from rounded vectors and a rounded query.
    ///
    /// - Returns: Nothing for a query that is not finite.
    package func best(
        _ limit: Int, for query: Span<Float>, allowed: ItemSet? = nil,
        whereBlock admits: (Range<Int>) -> Bool = { _ in true }
    ) -> [ScoredItem] {
        precondition(query.count == dimensions)
        var (bytes, scale) = Self.quantise(query.indices.map { query[$0] })
        guard scale.isFinite else { return [] }
        bytes.append(contentsOf: [Int8](repeating: 0, count: 4 * quads - dimensions))
        var found = unsafe BlockScan(count: count, limit: limit).run(
            allowed: allowed, admits: admits
        ) { groups, mask, scores in
            let first = groups.lowerBound * Self.group
            unsafe ck_scan_bytes(
                Int32(way.rawValue),
                self.bytes.pointer(to: Int8.self, at: first * quads * 4),
                scales.pointer(to: Float.self, at: first), bytes, mask, groups.count, quads, scores)
        }
        for index in found.indices { found[index].score *= scale }
        return found
    }
}
