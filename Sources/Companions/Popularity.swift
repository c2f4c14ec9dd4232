package import Features
package import Primitives

/// What the shop's people do most, lately: a decayed count per item, with the leaders kept sorted.
///
/// With forward decay a count only ever grows and its rank only changes when it does, so the list
/// of leaders is exact at the cost of a short insertion per event.
package struct Popularity: Sendable {
    /// Leaders kept in order.
    package static let leadersMax = 1000

    /// Seconds after which an event weighs half.
    package let halfLife: Double
    package private(set) var counts = PersistentVector<DecayedCount>()
    /// Items by count, most popular first; among equals, the one that got there first.
    package private(set) var leaders: [UInt32] = []
    /// Their counts' logarithms, in the same order: to be read without going to each item.
    private var leaderLogarithms: [Double] = []

    package init(halfLife: Double) {
        self.halfLife = halfLife
    }

    /// Restores a stored state.
    package init(halfLife: Double, counts: PersistentVector<DecayedCount>, leaders: [UInt32]) {
        self.halfLife = halfLife
        self.counts = counts
        self.leaders = leaders
        leaderLogarithms = leaders.map { logarithm(of: $0) }
    }

    package mutating func add(_ item: UInt32, weight: Double, at time: Timestamp) {
        counts.grow(toHold: item, with: DecayedCount())
        counts[Int(item)].add(weight: weight, at: time, halfLife: halfLife)
        promote(item)
    }

    /// log₂ of the decayed count; comparable between items at any time.
    package func logarithm(of item: UInt32) -> Double {
        Int(item) < counts.count ? counts[Int(item)].logarithm : -.infinity
    }

    /// The item's count as a share of the leader's, in 0...1.
    package func share(of item: UInt32) -> Double { share(logarithm(of: item)) }

    /// The leaders with their shares of the first one's count, in order.
    package var leaderShares: some Sequence<(item: UInt32, share: Double)> {
        zip(leaders, leaderLogarithms).lazy.map { ($0, share($1)) }
    }

    private func share(_ logarithm: Double) -> Double {
        guard let first = leaderLogarithms.first, logarithm > -.infinity else { return 0 }
        return DecayedCount(logarithm: logarithm - first)
            .value(at: Timestamp(microseconds: 0), halfLife: halfLife)
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int {
        counts.heapBytes + heapBytes(of: leaders) + heapBytes(of: leaderLogarithms)
    }

    /// Moves an item whose count grew to its rank.
    private mutating func promote(_ item: UInt32) {
        let count = logarithm(of: item)
        let isFull = leaders.count == Self.leadersMax
        if isFull, let least = leaderLogarithms.last, count <= least, item != leaders.last {
            return
        }
        let present = leaders.firstIndex(of: item)
        let rank = rank(of: count, below: present ?? leaders.count)
        if let present {
            leaders.remove(at: present)
            leaderLogarithms.remove(at: present)
        } else if isFull {
            leaders.removeLast()
            leaderLogarithms.removeLast()
        }
        leaders.insert(item, at: rank)
        leaderLogarithms.insert(count, at: rank)
    }

    /// The place of a count among the first `end` leaders, after its equals.
    private func rank(of count: Double, below end: Int) -> Int {
        var low = 0
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if leaderLogarithms[middle] >= count { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
