package import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// When what was bought is bought again: of each item how many do, and after how long.
///
/// Gaps are as good as log-normal (Bhagat et al., "Buy it again: modeling repeat purchase
/// recommendations", KDD 2018), so their logarithms are averaged; who has few of their own gets the
/// item's, and an item that has few gets a month.
package struct Replenishment: Sendable {
    /// Of an item.
    package struct Row: Hashable, Sendable {
        /// People who bought it for the first time, and purchases that were not a first one.
        package var firsts: UInt32
        package var repeats: UInt32
        /// Of the natural logarithms of the gaps in days.
        package var logSum: Float

        package init(firsts: UInt32 = 0, repeats: UInt32 = 0, logSum: Float = 0) {
            self.firsts = firsts
            self.repeats = repeats
            self.logSum = logSum
        }
    }

    private static let day: Double = 86_400
    /// Purchases closer to each other are one, and farther apart two beginnings, in days.
    private static let gaps = 1.0...400
    /// The logarithm of the gap of which nothing is known, in days, and how many gaps it counts as.
    private static let (priorLog, priorWeight): (Float, Float) = (3.4, 1)
    /// Gaps that an item's mean counts as, at most, beside a person's own.
    private static let itemWeightMax: Float = 3
    /// Of the gaps' logarithms, before they are over and after.
    private static let (spreadBefore, spreadAfter): (Float, Float) = (0.5, 1)

    package var rows = PersistentVector<Row>()

    package init() {}

    /// Learns a purchase.
    ///
    /// - Parameters:
    ///   - item: What was bought.
    ///   - seconds: Since the same person bought it last; nil where they never had.
    package mutating func learn(_ item: UInt32, after seconds: Double?) {
        guard let seconds else {
            rows.grow(toHold: item, with: Row())
            rows[Int(item)].firsts += 1
            return
        }
        let days = seconds / Self.day
        guard Self.gaps.contains(days) else { return }
        rows.grow(toHold: item, with: Row())
        rows[Int(item)].repeats += 1
        rows[Int(item)].logSum += Float(log(days))
    }

    /// How much it is time to offer an item again.
    ///
    /// - Parameters:
    ///   - item: What was bought.
    ///   - times: When one person bought it, oldest first.
    ///   - now: In the same clock.
    /// - Returns: How likely its buyers are to buy it again times how near the time for it is, 0...1.
    package func due(_ item: UInt32, bought times: [Timestamp], now: Timestamp) -> Float {
        guard let last = times.last else { return 0 }
        let row = Int(item) < rows.count ? rows[Int(item)] : Row()
        let own = zip(times.dropFirst(), times).map { ($0 - $1) / Self.day }
            .filter(Self.gaps.contains).map { Float(log($0)) }
        let repeats = Float(row.repeats)
        let itemWeight = min(repeats, Self.itemWeightMax)
        let itemMean = repeats > 0 ? row.logSum / repeats : 0
        let weight = Float(own.count) + itemWeight + Self.priorWeight
        let expected =
            (own.reduce(0, +) + itemWeight * itemMean + Self.priorWeight * Self.priorLog) / weight
        // A share of those who could, drawn towards one in ten; then the person's own towards that.
        let rate = (repeats + 0.5) / (repeats + Float(row.firsts) + 5)
        let chance = (Float(own.count) + 2 * rate) / (Float(own.count) + 2)
        let elapsed = max((now - last) / Self.day, 1e-3)
        let late = Float(log(elapsed)) - expected
        let deviation = late / (late < 0 ? Self.spreadBefore : Self.spreadAfter)
        return chance * exp(-deviation * deviation / 2)
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int { rows.heapBytes }
}
