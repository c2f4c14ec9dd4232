/// Items in the order in which they first came, and where each stands.
///
/// A table with open addresses and no seed of its own, so that the same items give the same order
/// in every process; and with fewer steps than a dictionary, as answers are made of it.
package struct ItemPlaces: Sendable {
    package private(set) var items: [UInt32] = []
    /// A place in `items` plus one; 0 where there is none.
    private var table: [UInt32]

    package init() {
        table = [UInt32](repeating: 0, count: 1024)
    }

    package func contains(_ item: UInt32) -> Bool { table[slot(of: item)] != 0 }

    /// Where an item stands; nil of one that never came.
    package func known(_ item: UInt32) -> Int? {
        let place = table[slot(of: item)]
        return place == 0 ? nil : Int(place) - 1
    }

    /// Where an item stands. One that is new comes last: its place is the count before.
    package mutating func place(of item: UInt32) -> Int {
        let slot = slot(of: item)
        guard table[slot] == 0 else { return Int(table[slot]) - 1 }
        items.append(item)
        table[slot] = UInt32(items.count)
        if items.count * 2 > table.count { grow() }
        return items.count - 1
    }

    private mutating func grow() {
        table = [UInt32](repeating: 0, count: table.count * 4)
        for (place, item) in items.enumerated() { table[slot(of: item)] = UInt32(place + 1) }
    }

    /// The slot that holds the place of an item, or would: Fibonacci hashing, then the next ones
    /// (Knuth, "The art of computer programming", 6.4).
    private func slot(of item: UInt32) -> Int {
        let hash = (UInt64(item) &* 0x9E37_79B9_7F4A_7C15) >> 32
        var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[slot] != 0, items[Int(table[slot]) - 1] != item {
            slot = (slot + 1) & (table.count - 1)
        }
        return slot
    }
}
