internal import CKernels

/// The largest keys of those that are appended batch by batch.
///
/// Twice as many as are wanted are gathered before the smaller half is dropped: a key costs a
/// constant on average, however many are kept. After that few keys pass the threshold.
struct BestKeys {
    private let limit: Int
    private let batch: Int
    private var keys: [UInt64]
    private var count = 0
    /// Scores at or below it cannot be among the best.
    private var threshold = -Float.infinity

    /// At most `batch` keys come at once.
    init(limit: Int, batch: Int) {
        self.limit = limit
        self.batch = batch
        keys = [UInt64](repeating: 0, count: 2 * limit + batch)
    }

    /// `collect` writes the keys of scores above a threshold, and returns how many.
    mutating func append(_ collect: (Float, UnsafeMutablePointer<UInt64>) -> Int) {
        let threshold = threshold
        unsafe keys.withUnsafeMutableBufferPointer { keys in
            guard let start = keys.baseAddress else { return }
            unsafe count += collect(threshold, start + count)
        }
        if count >= 2 * limit || (threshold == -.infinity && count > limit) { shrink() }
    }

    /// The best, in falling order.
    consuming func sorted() -> [ScoredItem] {
        if count > limit { shrink() }
        return keys[..<count].sorted(by: >).map {
            ScoredItem(
                item: Int(~UInt32(truncatingIfNeeded: $0)), score: Self.score(of: $0))
        }
    }

    /// Drops all but the best.
    private mutating func shrink() {
        unsafe keys.withUnsafeMutableBufferPointer { keys in
            unsafe Self.select(limit, of: UnsafeMutableBufferPointer(rebasing: keys[..<count]))
        }
        count = limit
        threshold = Self.score(of: keys[..<limit].min() ?? 0)
    }

    private static func score(of key: UInt64) -> Float {
        let bits = UInt32(key >> 32)
        return Float(bitPattern: bits >> 31 == 1 ? bits & 0x7FFF_FFFF : ~bits)
    }

    /// Moves the `limit` largest to the front (Hoare's selection, 1961).
    private static func select(_ limit: Int, of keys: UnsafeMutableBufferPointer<UInt64>) {
        var (low, high) = (0, keys.count - 1)
        while low < high {
            let (a, b, c) = unsafe (keys[low], keys[(low + high) / 2], keys[high])
            let pivot = max(min(a, b), min(max(a, b), c))
            var (left, right) = (low, high)
            while left <= right {
                while unsafe keys[left] > pivot { left += 1 }
                while unsafe keys[right] < pivot { right -= 1 }
                if left <= right {
                    unsafe keys.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if limit <= right + 1 {
                high = right
            } else if limit > left {
                low = left
            } else {
                return
            }
        }
    }
}
