package import Primitives

/// What shoppers made of each item of late: counts that fade, as features and as a posterior.
package struct ItemEvidence: Sendable {
    private struct Counts: Sendable {
        /// Looks and clicks of the last days, of the last hours; purchases and minutes a click.
        var looks = 0.0
        var clicks = 0.0
        var recentLooks = 0.0
        var recentClicks = 0.0
        var worth = 0.0
        var minutes = 0.0
        var time = 0.0
    }

    /// Features of an item.
    package static let count = 5
    /// Days until half of a count is gone.
    private static let halfLife = 3.0
    private static let recentHalfLife = 0.12
    /// Looks that an item is believed to have had at the mean rate.
    private static let prior = 5.0

    private var counts: [Int: Counts] = [:]
    private var looks = 20.0
    private var clicks = 2.0

    package init() {}

    /// Clicks a look of all items.
    package var rate: Double { clicks / looks }

    /// - Parameters:
    ///   - item: its number.
    ///   - look: the chance that it was looked at.
    ///   - clicked: whether it was clicked.
    ///   - worth: what was bought of it, as reward.
    ///   - minutes: how long it was read.
    ///   - time: days.
    package mutating func note(
        _ item: Int, look: Double, clicked: Bool, worth: Double, minutes: Double, time: Double
    ) {
        var count = faded(item, time)
        count.looks += look
        count.recentLooks += look
        looks += look
        if clicked {
            count.clicks += 1
            count.recentClicks += 1
            count.worth += worth
            count.minutes += minutes
            clicks += 1
        }
        counts[item] = count
        // The mean rate follows the last hundred thousand looks.
        if looks > 100_000 { (looks, clicks) = (looks / 2, clicks / 2) }
    }

    private func faded(_ item: Int, _ time: Double) -> Counts {
        guard var count = counts[item] else { return Counts(time: time) }
        let days = max(0, time - count.time)
        guard days > 1e-4 else { return count }
        let kept = exponential(-days / Self.halfLife * 0.693_147)
        let keptRecent = exponential(-days / Self.recentHalfLife * 0.693_147)
        count.looks *= kept
        count.clicks *= kept
        count.worth *= kept
        count.minutes *= kept
        count.recentLooks *= keptRecent
        count.recentClicks *= keptRecent
        count.time = time
        return count
    }

    /// Five features: the logarithm of the item's click rate over the mean rate, of days and of hours;
    /// worth and minutes a click, less a usual click's; how little is known.
    package func append(_ item: Int, at time: Double, to features: inout [Float]) {
        let count = faded(item, time)
        let prior = Self.prior
        let base = max(rate, 1e-6)
        let ratio = (count.clicks + prior * base) / ((count.looks + prior) * base)
        let recent =
            (count.recentClicks + prior * base) / ((count.recentLooks + prior) * base)
        features.append(Float(logarithm(ratio)))
        features.append(Float(logarithm(recent)))
        features.append(Float((count.worth + 0.5) / (count.clicks + 1) - 0.5))
        features.append(Float(2 * ((count.minutes + 2) / (count.clicks + 4) - 0.5)))
        features.append(Float((prior / (prior + count.looks)).squareRoot()))
    }

    /// Looks at an item in the last days.
    package func looks(at item: Int, time: Double) -> Double { faded(item, time).looks }

    /// The logarithm of a click rate drawn from the item's posterior over the mean of that posterior:
    /// Thompson sampling (1933) with a gamma posterior about the mean rate of all items.
    ///
    /// - Parameters:
    ///   - item: its number.
    ///   - time: days.
    ///   - rng: the chance.
    /// - Returns: what to add to the logarithm of the rate.
    package func surprise(_ item: Int, at time: Double, _ rng: inout SeededRNG) -> Double {
        let count = faded(item, time)
        // The gamma's shape: clicks seen and believed. Its logarithm is near normal, with this spread.
        let shape = count.clicks + Self.prior * rate + 0.5
        let spread = min(1.5, 1 / shape.squareRoot())
        return spread * rng.normal() - spread * spread / 2
    }
}
