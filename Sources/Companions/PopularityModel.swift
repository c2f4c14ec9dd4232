package import Primitives

/// How often each item occurred, whatever the history: what every other model must beat.
///
/// Memory: 4 bytes an item.
package struct PopularityModel: NextItemModel {
    /// Whole numbers up to 16,777,216, where adding one no longer changes them.
    package private(set) var counts = PersistentVector<Float>()

    package init() {}

    package mutating func learn(_ item: UInt32) {
        counts.grow(toHold: item, with: 0)
        counts[Int(item)] += 1
    }

    package mutating func learn(sequence: [UInt32]) {
        for item in sequence { learn(item) }
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int { counts.heapBytes }

    package func count(of item: UInt32) -> Float {
        Int(item) < counts.count ? counts[Int(item)] : 0
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        for index in scores.indices { scores[index] = count(of: UInt32(index)) }
    }
}
