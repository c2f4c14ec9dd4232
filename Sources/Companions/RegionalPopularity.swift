package import Primitives

/// What the people of one region do most: over weeks, and over months.
///
/// Memory: 16 bytes an item, and 24 kB for the leaders.
package struct RegionalPopularity: Sendable {
    /// Events at which a region counts half as much as the shop: fewer may be one person's.
    private static let trustedEvents = 100.0

    /// What is rising there: half-life a week.
    package private(set) var week = Popularity(halfLife: 7 * 86_400)
    /// What lasts there: half-life a month.
    package private(set) var month = Popularity(halfLife: 30 * 86_400)
    package private(set) var events = 0

    package init() {}

    /// Restores a stored state.
    package init(week: Popularity, month: Popularity, events: Int) {
        (self.week, self.month, self.events) = (week, month, events)
    }

    package mutating func add(_ item: UInt32, weight: Double, at time: Timestamp) {
        week.add(item, weight: weight, at: time)
        month.add(item, weight: weight, at: time)
        events += 1
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int { week.bytes + month.bytes }

    /// How much it says beside the whole shop, in 0..<1.
    package var trust: Double { Double(events) / (Double(events) + Self.trustedEvents) }
}
