internal import CKernels

/// Vectors of items, searched exactly: every allowed item is scored by the product of its vector
/// and the query, and the best are returned.
///
/// Immutable, so that any thread may search it. It lies in groups of 16 items, each group's first
/// dimension before its second: a scan reads it once from end to end, as fast as memory gives it.
package struct VectorTable: Sendable {
    /// Items are `0..<count`.
    package let count: Int
    package let dimensions: Int
    private let memory: AlignedMemory

    /// Copies vectors that lie one after the other, at most 2³².
    package init(_ vectors: Span<Float>, dimensions: Int) {
        precondition(dimensions > 0 && vectors.count % dimensions == 0)
        let count = vectors.count / dimensions
        precondition(count <= Int(UInt32.max))
        self.count = count
        self.dimensions = dimensions
        let group = Int(CK_GROUP)
        let groups = (count + group - 1) / group
        memory = AlignedMemory(byteCount: 4 * groups * group * dimensions)
        let floats = unsafe memory.bytes.bindMemory(to: Float.self)
        for item in 0..<count {
            let start = item / group * group * dimensions + item % group
            for dimension in 0..<dimensions {
                unsafe floats[start + dimension * group] = vectors[item * dimensions + dimension]
            }
        }
    }

    /// One coordinate of an item's vector.
    package subscript(item: Int, dimension: Int) -> Float {
        precondition(item >= 0 && item < count && dimension >= 0 && dimension < dimensions)
        let group = Int(CK_GROUP)
        let place = (item / group * dimensions + dimension) * group + item % group
        return unsafe memory.bytes.load(fromByteOffset: 4 * place, as: Float.self)
    }

    /// The items of the highest scores, best first; of equal scores the lower number is better.
    ///
    /// An item whose score is NaN or −∞ is never returned.
    ///
    /// - Parameters:
    ///   - limit: At most so many.
    ///   - query: `dimensions` floats.
    ///   - allowed: The items that may be returned, all if nil. Items of a group without an allowed
    ///     one are not scored: a scan of few items costs little, also to score candidates again.
    ///   - admits: Asked for each block of 256 items before it is scored; false skips it.
    /// - Returns: At most `limit` items.
    package func best(
        _ limit: Int, for query: Span<Float>, allowed: ItemSet? = nil,
        whereBlock admits: (Range<Int>) -> Bool = { _ in true }
    ) -> [ScoredItem] {
        precondition(query.count == dimensions)
        let scan = BlockScan(count: count, limit: limit)
        return unsafe query.withUnsafeBufferPointer { query in
            unsafe scan.run(allowed: allowed, admits: admits) { groups, mask, scores in
                let offset = groups.lowerBound * Int(CK_GROUP) * dimensions
                unsafe ck_scan_floats(
                    memory.pointer(to: Float.self, at: offset), query.baseAddress, mask,
                    groups.count, dimensions, scores)
            }
        }
    }
}
