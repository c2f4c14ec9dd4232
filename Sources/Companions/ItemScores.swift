import Primitives

/// Sums of weight by item, in the order in which items first came: the answer of a model that
/// knows only some items. The same additions give the same sums in every process.
package struct ItemScores: Sendable {
    package private(set) var scores: [Double] = []
    private var places: ItemPlaces

    /// - Parameter expected: How many items may come before anything has to grow.
    package init(expecting expected: Int = 500) {
        places = ItemPlaces(expecting: expected)
        scores.reserveCapacity(expected)
    }

    package var items: [UInt32] { places.items }

    package mutating func add(_ score: Double, to item: UInt32) {
        let place = places.place(of: item)
        if place == scores.count { scores.append(score) } else { scores[place] += score }
    }

    /// Gives each item the score that `change` makes of its own.
    mutating func rescore(_ change: (UInt32, Double) -> Double) {
        for (place, item) in items.enumerated() { scores[place] = change(item, scores[place]) }
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
}
