/// Items in the order in which they first came, and where each stands.
///
/// A table with open addresses and no seed of its own, so that the same items give the same order
/// in every process; and with fewer steps than a dictionary, as answers are made of it.
package struct ItemPlaces: Sendable {
    package private(set) var items: [UInt32] = []
    /// An item in the upper half and its place plus one in the lower; 0 where there is none.
    private var table: [UInt64]

    /// - Parameter expected: How many items may come before the table has to grow.
    package init(expecting expected: Int = 500) {
        var slots = 1024
        while slots < 2 * expected { slots *= 2 }
        table = [UInt64](repeating: 0, count: slots)
        items.reserveCapacity(expected)
    }

    package func contains(_ item: UInt32) -> Bool { table[slot(of: item)] != 0 }

    /// Where an item stands; nil of one that never came.
    package func known(_ item: UInt32) -> Int? {
        let entry = table[slot(of: item)]
        return entry == 0 ? nil : Self.place(entry)
    }

    /// Where an item stands. One that is new comes last: its place is the count before.
    package mutating func place(of item: UInt32) -> Int {
        let slot = slot(of: item)
        let entry = table[slot]
        guard entry == 0 else { return Self.place(entry) }
        items.append(item)
        table[slot] = UInt64(item) << 32 | UInt64(items.count)
        if items.count * 2 > table.count { grow() }
        return items.count - 1
    }

    private static func place(_ entry: UInt64) -> Int {
        Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
    }

    private mutating func grow() {
        table = [UInt64](repeating: 0, count: table.count * 4)
        for (place, item) in items.enumerated() {
            table[slot(of: item)] = UInt64(item) << 32 | UInt64(place + 1)
        }
    }

    /// The slot that holds the place of an item, or would: Fibonacci hashing, then the next ones
    /// (Knuth, "The art of computer programming", 6.4).
    private func slot(of item: UInt32) -> Int {
        let hash = (UInt64(item) &* 0x9E37_79B9_7F4A_7C15) >> 32
        let mask = table.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0, table[slot] >> 32 != UInt64(item) { slot = (slot + 1) & mask }
        return slot
    }
}
