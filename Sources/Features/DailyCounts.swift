package import Primitives

/// Counts per UTC day, of the days that had any in the four weeks up to the newest one; in any order
/// of arrival.
package struct DailyCounts: Hashable, Sendable {
    package struct Day: Hashable, Sendable {
        package var number: Int32
        package var count: UInt32

        package init(number: Int32, count: UInt32) {
            self.number = number
            self.count = count
        }
    }

    /// Days kept, counted back from the newest event.
    package static let span: Int32 = 28

    /// Oldest first.
    package private(set) var days: [Day]

    package init(days: [Day] = []) {
        self.days = days
    }

    package mutating func add(_ count: Int = 1, at time: Timestamp) {
        let number = Self.day(of: time)
        if let newest = days.last, newest.number - number >= Self.span { return }
        let index = days.lastIndex { $0.number <= number }
        if let index, days[index].number == number {
            let sum = Int(days[index].count) + count
            days[index].count = UInt32(clamping: sum)
        } else {
            let day = Day(number: number, count: UInt32(clamping: count))
            days.insert(day, at: index.map { $0 + 1 } ?? 0)
            if let newest = days.last {
                days.removeAll { newest.number - $0.number >= Self.span }
            }
        }
    }

    /// The count of the last `window` days, the day of `time` included.
    package func count(days window: Int, until time: Timestamp) -> Int {
        let today = Self.day(of: time)
        return days.reduce(0) { sum, day in
            day.number <= today && Int(today - day.number) < window ? sum + Int(day.count) : sum
        }
    }

    private static func day(of time: Timestamp) -> Int32 {
        let perDay: Int64 = 86_400_000_000
        let (days, rest) = time.microseconds.quotientAndRemainder(dividingBy: perDay)
        return Int32(clamping: rest < 0 ? days - 1 : days)
    }
}
