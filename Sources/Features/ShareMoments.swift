/// What is usual of a share, such as clicks of impressions, over the items of a shop: kept up event
/// by event, so that an item with little evidence can be held against it.
///
/// Each item's share is taken as drawn from a beta distribution, whose mean and strength follow from
/// the first two moments (Kleinman, "Proportions with extraneous variance: single and independent
/// samples", JASA 1973).
package struct ShareMoments: Hashable, Sendable {
    /// How often something came of how many chances.
    package struct Evidence: Hashable, Sendable {
        package var successes: UInt32
        package var trials: UInt32

        /// - Parameters:
        ///   - successes: No more than the trials count.
        ///   - trials: Chances.
        package init(successes: UInt32 = 0, trials: UInt32 = 0) {
            self.successes = successes
            self.trials = trials
        }
    }

    /// What a shop with little history starts from, in trials.
    private static let strengthUsual = 20.0
    private static let strengths = 1.0...10_000
    /// Before anything is known.
    private static let meanUsual = 0.05

    /// Items with trials.
    private var items = 0.0
    private var trials = 0.0
    private var squaredTrials = 0.0
    private var successes = 0.0
    /// Σ successes² / trials.
    private var ratios = 0.0

    /// Before the first event.
    package init() {}

    /// Sums that were stored; others than five count nothing.
    package init(sums: [Double]) {
        guard sums.count == 5 else { return }
        (items, trials, squaredTrials) = (sums[0], sums[1], sums[2])
        (successes, ratios) = (sums[3], sums[4])
    }

    /// As `init(sums:)` takes them.
    package var sums: [Double] { [items, trials, squaredTrials, successes, ratios] }

    /// Notes that an item's evidence grew.
    package mutating func replace(_ old: Evidence, by new: Evidence) {
        change(old, by: -1)
        change(new, by: 1)
    }

    private mutating func change(_ evidence: Evidence, by sign: Double) {
        guard evidence.trials > 0 else { return }
        let count = Double(evidence.trials)
        let came = min(count, Double(evidence.successes))
        items += sign
        trials += sign * count
        squaredTrials += sign * count * count
        successes += sign * came
        ratios += sign * came * came / count
    }

    /// The share of all trials.
    package var mean: Double {
        (successes + Self.meanUsual * Self.strengthUsual) / (trials + Self.strengthUsual)
    }

    /// How many trials of its own it takes an item to count as much as what is usual.
    package var strength: Double {
        let share = trials > 0 ? successes / trials : 0
        let variance = share * (1 - share)
        // The least that a count of trials tells of how much items differ.
        let freedom = trials - squaredTrials / max(1, trials) - (items - 1)
        guard items > 2, variance > 0, freedom > 0 else { return Self.strengthUsual }
        let scatter = ratios - successes * share
        let correlation = (scatter / variance - (items - 1)) / freedom
        guard correlation > 0 else { return Self.strengths.upperBound }
        let strength = (1 - correlation) / correlation
        return min(max(strength, Self.strengths.lowerBound), Self.strengths.upperBound)
    }

    /// An item's share, drawn towards what is usual.
    package func smoothed(_ evidence: Evidence) -> Double {
        let (mean, strength) = (mean, strength)
        let came = Double(min(evidence.successes, evidence.trials))
        return (came + mean * strength) / (Double(evidence.trials) + strength)
    }
}
