import Primitives

/// The items seen with one item, by weight. Bounded: past `capacity` the weaker half goes.
package struct NeighbourRow: Hashable, Sendable {
    package struct Neighbour: Hashable, Sendable {
        package var item: UInt32
        package var weight: Float

        package init(item: UInt32, weight: Float) {
            self.item = item
            self.weight = weight
        }
    }

    /// Neighbours kept where the caller does not say otherwise: 2 kB an item at most.
    package static let capacity = 256

    /// In the order of last sight: among equals, the last is the one seen latest.
    package private(set) var neighbours: [Neighbour]
    /// All weight ever given, dropped neighbours included.
    package private(set) var total: Float

    package init(neighbours: [Neighbour] = [], total: Float = 0) {
        self.neighbours = neighbours
        self.total = total
    }

    /// Bytes on the heap.
    var heapBytes: Int { Primitives.heapBytes(of: neighbours) }

    /// Past `capacity` neighbours the lighter half goes.
    package mutating func add(
        _ item: UInt32, weight: Float, capacity: Int = NeighbourRow.capacity
    ) {
        total += weight
        var neighbour = Neighbour(item: item, weight: weight)
        if let index = neighbours.lastIndex(where: { $0.item == item }) {
            neighbour.weight += neighbours.remove(at: index).weight
        } else if neighbours.count >= capacity {
            prune(capacity)
        }
        neighbours.append(neighbour)
    }

    /// Keeps the heavier half; among equals, those seen latest. Item numbers play no part, as they may
    /// differ after a rebuild.
    ///
    /// One sort of packed keys: the bits of a positive float order like the float itself.
    private mutating func prune(_ capacity: Int) {
        var keys = neighbours.enumerated().map { index, neighbour in
            UInt64(neighbour.weight.bitPattern) << 32 | UInt64(index)
        }
        keys.sort()
        let kept = keys.suffix(capacity / 2).map { Int($0 & 0xFFFF_FFFF) }.sorted()
        neighbours = kept.map { neighbours[$0] }
    }
}
