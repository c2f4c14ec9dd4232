/// How one model differs from another in one figure, on the same queries.
package struct Comparison: Hashable, Sendable {
    package var name: String
    package var difference: Double
    /// The interval of the difference: without 0, it is unlikely to be chance.
    package var interval: Interval
    /// The share of resamples in which the first model is ahead.
    package var shareAbove: Double

    package init(name: String, difference: Double, interval: Interval, shareAbove: Double) {
        self.name = name
        self.difference = difference
        self.interval = interval
        self.shareAbove = shareAbove
    }
}
