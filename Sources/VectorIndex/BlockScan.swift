internal import CKernels

/// Scores items block by block and keeps the best: what tables of floats and of bytes share.
///
/// A block's scores stay in the nearest cache, and only those above the worst of the best so far
/// are looked at one by one.
struct BlockScan {
    /// Items of a block.
    static let block = 256

    let count: Int
    let limit: Int

    /// `score` writes the scores of the groups in a range; the mask, which may be null, begins at
    /// the range's first group.
    func run(
        allowed: ItemSet?, admits: (Range<Int>) -> Bool,
        score: (Range<Int>, UnsafePointer<UInt16>?, UnsafeMutablePointer<Float>) -> Void
    ) -> [ScoredItem] {
        precondition(allowed.map { $0.count == count } ?? true, "a set of other items")
        let limit = min(limit, count)
        guard limit > 0 else { return [] }
        var best = BestKeys(limit: limit, batch: Self.block)
        unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.block) { scores in
            guard let scores = scores.baseAddress else { return }
            unsafe withMask(allowed) { mask in
                for first in stride(from: 0, to: count, by: Self.block) {
                    let items = first..<min(first + Self.block, count)
                    guard admits(items) else { continue }
                    let group = first / Int(CK_GROUP)
                    let groups = group..<(items.upperBound + Int(CK_GROUP) - 1) / Int(CK_GROUP)
                    let mask = unsafe mask.map { unsafe $0 + group }
                    unsafe score(groups, mask, scores)
                    unsafe best.append { threshold, keys in
                        unsafe ck_collect_above(
                            scores, mask, items.count, threshold, UInt32(first), keys)
                    }
                }
            }
        }
        return best.sorted()
    }

    /// Lends the set as a mask of 16 bits for each group.
    private func withMask(
        _ allowed: ItemSet?, _ body: (UnsafePointer<UInt16>?) -> Void
    ) {
        guard let allowed else { return body(nil) }
        unsafe allowed.words.withUnsafeBytes { words in
            // 64 items are four groups in rising order where the low byte comes first, as on all
            // platforms that this package is built for.
            unsafe body(words.assumingMemoryBound(to: UInt16.self).baseAddress)
        }
    }
}
