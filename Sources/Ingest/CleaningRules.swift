package import Primitives

/// Limits past which a line is an error of the data rather than a rare truth.
package struct CleaningRules: Hashable, Sendable {
    /// Most units of one line. In Online Retail one sale of 74,215 was taken back within minutes;
    /// the next largest is 4,300.
    package var quantityMax = 10_000
    /// Highest price of one unit, in major units. For Online Retail 500: its dearest article costs
    /// 295, and the two lines at 649.50 sell single baskets for the price of sixty.
    package var priceMax = 1_000_000.0
    /// History lies in this span; a day is left for clocks that run ahead.
    package var times: ClosedRange<Timestamp>
    /// Views, clicks, searches and impressions of one person in one minute: five a second, for a
    /// whole minute, are no human's.
    package var browsingPerMinuteMax = 300

    package init(for source: ImportSource, clock: WallClock = .system) {
        let earliest = Timestamp(microseconds: 631_152_000_000_000)  // 1990
        times = earliest...max(earliest, clock.now() + 86_400)
        if case .recipe(.onlineRetail) = source { priceMax = 500 }
    }
}
