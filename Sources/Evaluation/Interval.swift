/// Where a figure would lie for 95 of 100 samples of owners like those at hand.
package struct Interval: Hashable, Sendable {
    package var low: Double
    package var high: Double

    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// The middle 95 % of `values`; both ends 0 where there are none.
    package init(of values: [Double]) {
        let sorted = values.sorted()
        self.init(low: Self.quantile(0.025, of: sorted), high: Self.quantile(0.975, of: sorted))
    }

    /// Between two values in proportion, as numpy does by default.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        guard let last = sorted.last else { return 0 }
        let place = share * Double(sorted.count - 1)
        let index = Int(place)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
    }
}
