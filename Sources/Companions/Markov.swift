package import Primitives

/// What follows an item at once: a first-order Markov chain, as counts (Shani, Heckerman &
/// Brafman, "An MDP-based recommender system", 2005, without its smoothing).
///
/// Where counts are equal or there are none, the more popular item is before.
///
/// Memory: 20 bytes an item, and 32 + 8 for each successor up to `rowMax`: 8 kB an item at most.
package struct Markov: NextItemModel {
    /// Successors kept of each item.
    package static let rowMax = 1024
    /// What an occurrence counts beside a succession.
    private static let popularityWeight: Float = 1e-6

    package private(set) var rows = PersistentVector<NeighbourRow>()
    package private(set) var popularity = PopularityModel()

    package init() {}

    /// Learns that `item` came right after `previous`, or first.
    package mutating func learn(_ item: UInt32, after previous: UInt32?) {
        popularity.learn(item)
        guard let previous else { return }
        rows.grow(toHold: previous, with: NeighbourRow())
        rows[Int(previous)].add(item, weight: 1, capacity: Self.rowMax)
    }

    package mutating func learn(sequence: [UInt32]) {
        var previous: UInt32?
        for item in sequence {
            learn(item, after: previous)
            previous = item
        }
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int { rows.bytes + popularity.bytes }

    /// What follows an item; empty for one never seen.
    package func row(of item: UInt32) -> NeighbourRow {
        Int(item) < rows.count ? rows[Int(item)] : NeighbourRow()
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        for index in scores.indices {
            scores[index] = Self.popularityWeight * popularity.count(of: UInt32(index))
        }
        guard let last = history.last else { return }
        for next in row(of: last).neighbours { scores.add(next.weight, to: next.item) }
    }
}
