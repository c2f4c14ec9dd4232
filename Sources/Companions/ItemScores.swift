import Primitives

/// Sums of weight by item, in the order in which items first came: the answer of a model that
/// knows only some items.
///
/// A table with open addresses and no seed of its own, so that the same additions give the same
/// order and the same sums in every process.
package struct ItemScores: Sendable {
    package private(set) var items: [UInt32] = []
    package private(set) var scores: [Double] = []
    /// A place in `items` plus one; 0 where there is none.
    private var table: [UInt32]

    package init() {
        table = [UInt32](repeating: 0, count: 1024)
    }

    package mutating func add(_ score: Double, to item: UInt32) {
        var slot = Self.slot(of: item, in: table.count)
        while table[slot] != 0 {
            let place = Int(table[slot]) - 1
            if items[place] == item {
                scores[place] += score
                return
            }
            slot = (slot + 1) & (table.count - 1)
        }
        items.append(item)
        scores.append(score)
        table[slot] = UInt32(items.count)
        if items.count * 2 > table.count { grow() }
    }

    /// Gives each item the score that `change` makes of its own.
    mutating func rescore(_ change: (UInt32, Double) -> Double) {
        for place in items.indices { scores[place] = change(items[place], scores[place]) }
    }

    /// The best `count` items, best first; among equals, the one that came first.
    package func best(_ count: Int) -> [(item: UInt32, score: Double)] {
        var top = TopK<(place: Int, score: Double)>(count) { a, b in
            a.score != b.score ? a.score > b.score : a.place < b.place
        }
        var threshold = -Double.infinity
        // Places rise, so that an equal of the worst kept loses.
        for (place, score) in scores.enumerated() where score > threshold || top.count < count {
            top.push((place, score))
            if let worst = top.threshold { threshold = worst.score }
        }
        return top.sorted().map { (items[$0.place], $0.score) }
    }

    private mutating func grow() {
        table = [UInt32](repeating: 0, count: table.count * 4)
        for (place, item) in items.enumerated() {
            var slot = Self.slot(of: item, in: table.count)
            while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
            table[slot] = UInt32(place + 1)
        }
    }

    /// Fibonacci hashing (Knuth, "The art of computer programming", 6.4).
    private static func slot(of item: UInt32, in count: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(item) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
    }
}
