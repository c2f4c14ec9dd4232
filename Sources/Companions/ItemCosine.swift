package import Primitives

/// Items that go with an item, by the cosine of who had them (Linden, Smith & York, "Amazon.com
/// recommendations: item-to-item collaborative filtering", 2003), shrunk where few had both (Bell
/// & Koren, 2007): c(a, b) / (√(n(a) · n(b)) + shrinkage).
///
/// Memory: 24 bytes an item, and 32 + 8 for each neighbour up to `rowMax`.
package struct ItemCosine: NextItemModel {
    package struct Settings: Hashable, Sendable {
        package var shrinkage: Float = 0
        /// Distinct earlier items of a sequence that are paired with a new one.
        package var reach = 20
        /// Neighbours kept of each item.
        package var rowMax = NeighbourRow.capacity
        /// What an asked item counts, by its rank from the end of the history.
        package var decay = Decay.exponential(length: 3)
        /// The last items of a history that are asked.
        package var historyMax = 20

        package init() {}
    }

    package let settings: Settings
    package var rows = PersistentVector<NeighbourRow>()
    /// In how many sequences each item is: whole numbers up to 16,777,216, where adding one no longer
    /// changes them.
    package var holders = PersistentVector<Float>()
    private let weights: [Float]

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
        weights = (0..<settings.historyMax).map { Float(settings.decay.weight($0)) }
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int { rows.bytes + holders.heapBytes }

    // MARK: Learn

    /// Learns that `item` came to a sequence that has `others`, oldest first, and did not have
    /// `item`. Those that are there twice count once.
    package mutating func learn(_ item: UInt32, with others: [UInt32]) {
        holders.grow(toHold: item, with: 0)
        holders[Int(item)] += 1
        let last = others.suffix(settings.reach)
        for (place, other) in zip(last.indices, last) where !last[..<place].contains(other) {
            rows.grow(toHold: max(item, other), with: NeighbourRow())
            rows[Int(item)].add(other, weight: 1, capacity: settings.rowMax)
            rows[Int(other)].add(item, weight: 1, capacity: settings.rowMax)
        }
    }

    package mutating func learn(sequence: [UInt32]) {
        var seen: Set<UInt32> = []
        var distinct: [UInt32] = []
        for item in sequence where seen.insert(item).inserted {
            learn(item, with: Array(distinct.suffix(settings.reach)))
            distinct.append(item)
        }
    }

    // MARK: Ask

    /// The items that go with an item, and how well: 0...1. In the order of first sight.
    package func neighbours(of item: UInt32) -> [NeighbourRow.Neighbour] {
        guard Int(item) < rows.count else { return [] }
        let own = count(of: item)
        return rows[Int(item)].neighbours.map { neighbour in
            let product = own * count(of: neighbour.item)
            let cosine = neighbour.weight / (product.squareRoot() + settings.shrinkage)
            return .init(item: neighbour.item, weight: cosine)
        }
    }

    private func count(of item: UInt32) -> Float {
        Int(item) < holders.count ? max(1, holders[Int(item)]) : 1
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        scores.clear()
        for (weight, item) in zip(weights, history.reversed()) {
            for neighbour in neighbours(of: item) {
                scores.add(weight * neighbour.weight, to: neighbour.item)
            }
        }
    }
}
