package import Primitives

/// What follows what in a session: `a → b` weighs the sum of 1 / distance over all sessions
/// (Ludewig & Jannach, "Evaluation of session-based recommendation algorithms", 2018).
package struct SequentialRules: Sendable {
    /// Steps back that still count.
    package static let reach = 10

    package var rows = PersistentVector<NeighbourRow>()

    package init() {}

    /// Learns that `item` came after `previous` (oldest first).
    package mutating func learn(_ item: UInt32, after previous: [UInt32]) {
        var distance: Float = 0
        for earlier in previous.reversed().prefix(Self.reach) {
            distance += 1
            guard earlier != item else { continue }
            rows.grow(toHold: earlier, with: NeighbourRow())
            rows[Int(earlier)].add(item, weight: 1 / distance)
        }
    }

    /// What follows an item; empty for one never seen.
    package func row(of item: UInt32) -> NeighbourRow {
        Int(item) < rows.count ? rows[Int(item)] : NeighbourRow()
    }
}

extension PersistentVector {
    /// Appends `element` until there is one at `index`.
    mutating func grow(toHold index: UInt32, with element: Element) {
        while count <= Int(index) { append(element) }
    }
}
