package import Primitives

/// What follows what in a session: `a → b` weighs the sum of 1 / distance over all sessions
/// (Ludewig & Jannach, "Evaluation of session-based recommendation algorithms", 2018), or of
/// another function of the distance. Asked with the last items of a history, each step back
/// counting less. Of what weighs the same, what was seen latest is before.
///
/// Memory: 16 bytes an item, and 32 + 8 for each neighbour up to `rowMax`.
package struct SequentialRules: NextItemModel {
    /// Steps back that still count, where the settings do not say otherwise.
    package static let reach = 10

    package struct Settings: Hashable, Sendable {
        /// Steps back that still count.
        package var reach = SequentialRules.reach
        /// Of the distance less one: what follows at once weighs 1.
        package var decay = Decay.inverse
        /// Whether an item may follow itself.
        package var repeats = false
        /// Neighbours kept of each item.
        package var rowMax = NeighbourRow.capacity
        /// Distinct items of the asking history whose rules are added up, latest first.
        package var askedMax = 1
        /// What an asked item counts, for each asked after it.
        package var carry: Float = 0.6
        /// What the latest neighbour of an item has ahead of one seen an age ago: far less than
        /// any rule weighs, so that it only decides between equals.
        package var recency: Float = 1e-3

        package init() {}
    }

    package let settings: Settings
    package var rows = PersistentVector<NeighbourRow>()
    private let weights: [Float]

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
        weights = (0..<settings.reach).map { Float(settings.decay.weight($0)) }
    }

    /// Learns that `item` came after `previous` (oldest first).
    package mutating func learn(_ item: UInt32, after previous: [UInt32]) {
        for (weight, earlier) in zip(weights, previous.reversed()) {
            guard settings.repeats || earlier != item else { continue }
            rows.grow(toHold: earlier, with: NeighbourRow())
            rows[Int(earlier)].add(item, weight: weight, capacity: settings.rowMax)
        }
    }

    package mutating func learn(sequence: [UInt32]) {
        for (place, item) in sequence.enumerated() {
            learn(item, after: Array(sequence[max(0, place - settings.reach)..<place]))
        }
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int { rows.bytes }

    /// What follows an item; empty for one never seen.
    package func row(of item: UInt32) -> NeighbourRow {
        Int(item) < rows.count ? rows[Int(item)] : NeighbourRow()
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        scores.clear()
        var asked: [UInt32] = []
        var share: Float = 1
        for item in history.reversed() where !asked.contains(item) {
            guard asked.count < settings.askedMax else { return }
            asked.append(item)
            let neighbours = row(of: item).neighbours
            let step = settings.recency / Float(max(1, neighbours.count))
            for (place, next) in neighbours.enumerated() {
                scores.add(share * (next.weight + step * Float(place + 1)), to: next.item)
            }
            share *= settings.carry
        }
    }
}

extension PersistentVector<NeighbourRow> {
    /// Bytes on the heap, those of the rows' neighbours among them.
    var bytes: Int { reduce(heapBytes) { $0 + $1.heapBytes } }
}

extension PersistentVector {
    /// Appends `element` until there is one at `index`.
    mutating func grow(toHold index: UInt32, with element: Element) {
        while count <= Int(index) { append(element) }
    }
}
