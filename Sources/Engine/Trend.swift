import Commerce
import Features
import Primitives

/// How often an item was touched of late, and how often it would have been had it kept its share of the
/// shop's traffic.
package struct Trend: Hashable, Sendable {
    package var item: String
    package var recent: Int
    package var expected: Double

    /// How far off that is, in what chance would make of it: the count's own spread (Poisson), with one
    /// more so that a handful of touches is no news.
    package var surprise: Double { (Double(recent) - expected) / (expected + 1).squareRoot() }
}

extension Engine {
    private static let (recentDays, earlierDays) = (Int32(2), Int32(14))

    /// The items that rise most and those that fall most, the most surprising first: the last two days
    /// of the log beside the two weeks before. A pass over all items, so it is none of the query path.
    package func trends(count: Int) -> (risers: [Trend], fallers: [Trend]) {
        let state = snapshot().state
        let counters = state.behaviour.counters
        var newest = Int32.min
        for item in 0..<counters.count {
            for counts in counters[item].touched {
                newest = max(newest, counts.days.last?.number ?? .min)
            }
        }
        guard newest > .min else { return ([], []) }
        var counted: [(item: Int, recent: Int, earlier: Int)] = []
        for item in 0..<counters.count {
            var (recent, earlier) = (0, 0)
            for day in counters[item].touched.flatMap(\.days) {
                let age = newest - day.number
                if age < Self.recentDays {
                    recent += Int(day.count)
                } else if age < Self.recentDays + Self.earlierDays {
                    earlier += Int(day.count)
                }
            }
            if recent + earlier > 0 { counted.append((item, recent, earlier)) }
        }
        let recent = counted.reduce(0) { $0 + $1.recent }
        let earlier = counted.reduce(0) { $0 + $1.earlier }
        guard earlier > 0 else { return ([], []) }
        let rate = Double(recent) / Double(earlier)
        let trends = counted.compactMap { item, recent, earlier -> Trend? in
            let number = UInt32(item)
            guard !state.withheld.contains(number) else { return nil }
            return Trend(
                item: state.behaviour.items.id(of: number), recent: recent,
                expected: Double(earlier) * rate)
        }
        func first(_ isBefore: (Double, Double) -> Bool) -> ArraySlice<Trend> {
            trends.sorted { a, b in
                a.surprise != b.surprise ? isBefore(a.surprise, b.surprise) : a.item < b.item
            }.prefix(count)
        }
        return (
            first(>).filter { $0.surprise >= 1 }, first(<).filter { $0.surprise <= -1 }
        )
    }
}

extension ItemCounters {
    fileprivate var touched: [DailyCounts] { [views, carts, purchases] }
}
