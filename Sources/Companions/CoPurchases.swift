package import Primitives

/// What is bought in one order with what. Symmetric; each pair of an order counts once.
package struct CoPurchases: Sendable {
    /// Lines of an order that are paired with a new one: wholesale orders of hundreds of lines
    /// would otherwise cost their square and say little.
    package static let reach = 30

    package var rows = PersistentVector<NeighbourRow>()

    package init() {}

    /// Learns that `item` was bought with `others`, the order's distinct earlier items.
    package mutating func learn(_ item: UInt32, with others: [UInt32]) {
        for other in others.suffix(Self.reach) where other != item {
            rows.grow(toHold: max(item, other), with: NeighbourRow())
            rows[Int(item)].add(other, weight: 1)
            rows[Int(other)].add(item, weight: 1)
        }
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int { rows.bytes }

    /// What is bought with an item; empty for one never seen.
    package func row(of item: UInt32) -> NeighbourRow {
        Int(item) < rows.count ? rows[Int(item)] : NeighbourRow()
    }
}
