/// Items that a scan may return, as one bit each.
package struct ItemSet: Hashable, Sendable {
    /// Items are `0..<count`.
    package let count: Int
    /// 64 items each, the lowest in the lowest bit; bits past `count` are zero.
    private(set) var words: [UInt64]

    /// The empty set.
    package init(count: Int) {
        self.count = count
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
    }

    /// Everything.
    package init(allOf count: Int) {
        self.init(count: count)
        for word in words.indices { words[word] = .max }
        if count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
    }

    package func contains(_ item: Int) -> Bool {
        precondition(item >= 0 && item < count)
        return words[item / 64] >> UInt64(item % 64) & 1 == 1
    }

    package mutating func insert(_ item: Int) {
        precondition(item >= 0 && item < count)
        words[item / 64] |= 1 << UInt64(item % 64)
    }

    package mutating func remove(_ item: Int) {
        precondition(item >= 0 && item < count)
        words[item / 64] &= ~(1 << UInt64(item % 64))
    }

    /// Keeps what another set of as many items has too.
    package mutating func formIntersection(_ other: ItemSet) {
        precondition(other.count == count)
        for word in words.indices { words[word] &= other.words[word] }
    }
}
