import Commerce
import Features
import Primitives
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Decayed counts")
struct DecayedCountTests {
    private static let end = 1_780_000_000.0

    @Test("the value is the sum of decayed weights, in any order", arguments: 1...10)
    func againstSum(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let halfLife = [60, 86_400, 14 * 86_400][random.index(below: 3)] as Double
        let events = (0..<200).map { _ in
            (
                weight: 0.1 + 5 * random.uniform(),
                time: Timestamp(seconds: Self.end - 20 * halfLife * random.uniform())
            )
        }
        var forward = DecayedCount()
        var shuffled = DecayedCount()
        for event in events {
            forward.add(weight: event.weight, at: event.time, halfLife: halfLife)
        }
        for event in events.shuffled(using: &random) {
            shuffled.add(weight: event.weight, at: event.time, halfLife: halfLife)
        }
        for moment in [0, 1, 7 * halfLife] {
            let now = Timestamp(seconds: Self.end + moment)
            let sum = events.reduce(0) { $0 + $1.weight * exp2(-(now - $1.time) / halfLife) }
            #expect(abs(forward.value(at: now, halfLife: halfLife) - sum) < 1e-6 * sum)
            #expect(abs(shuffled.value(at: now, halfLife: halfLife) - sum) < 1e-6 * sum)
        }
    }

    @Test("which of two counts is larger does not depend on the moment", arguments: 1...10)
    func comparison(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        func count() -> DecayedCount {
            var count = DecayedCount()
            for _ in 0..<1 + random.index(below: 20) {
                let time = Timestamp(seconds: Self.end - 1e6 * random.uniform())
                count.add(weight: 1 + random.uniform(), at: time, halfLife: 86_400)
            }
            return count
        }
        for _ in 0..<50 {
            let (a, b) = (count(), count())
            for day in [-30, 0, 1, 300] as [Double] {
                let now = Timestamp(seconds: Self.end + day * 86_400)
                let isLess =
                    a.value(at: now, halfLife: 86_400) < b.value(at: now, halfLife: 86_400)
                #expect(isLess == (a.logarithm < b.logarithm))
            }
        }
    }

    @Test("extreme times give numbers", arguments: [1, 86_400, 1e12])
    func extremes(halfLife: Double) {
        let times = [Int64.min, -1, 0, 631_152_000_000_000, 4_102_444_800_000_000, .max]
            .map { Timestamp(microseconds: $0) }
        for first in times {
            for second in times {
                var count = DecayedCount()
                #expect(count.value(at: first, halfLife: halfLife) == 0)
                count.add(weight: 2, at: first, halfLife: halfLife)
                count.add(weight: 2, at: second, halfLife: halfLife)
                let value = count.value(at: max(first, second), halfLife: halfLife)
                #expect(value >= 1.999 && value <= 4.001, "\(first) \(second)")
                #expect(DecayedCount(logarithm: count.logarithm) == count)
            }
        }
    }
}

@Suite("Daily counts")
struct DailyCountsTests {
    private static let day: Int64 = 86_400_000_000

    @Test("counts are those of all events in the last four weeks", arguments: 1...20)
    func againstNaive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var counts = DailyCounts()
        var naive: [Int64: Int] = [:]
        // Days on both sides of 1970, late and early ones mixed.
        let first = Int64(random.index(below: 80)) - 60
        var copies: [(DailyCounts, DailyCounts)] = []
        for step in 0..<300 {
            let drift = random.chance(0.1) ? random.index(below: 90) : random.index(below: 12)
            let number = first + Int64(step / 10 + drift)
            let count = 1 + random.index(below: 3)
            counts.add(count, at: Self.moment(number, &random))
            naive[number, default: 0] += count
            let newest = naive.keys.max() ?? 0
            let expected = naive.filter { newest - $0.key < 28 }
            #expect(counts.days.map { Int64($0.number) } == expected.keys.sorted(), "seed \(seed)")
            #expect(counts.days.count <= Int(DailyCounts.span))
            let until = first + Int64(random.index(below: 120))
            let window = random.index(below: 40)
            let sum = expected.filter { $0.key <= until && until - $0.key < window }.values
                .reduce(0, +)
            #expect(counts.count(days: window, until: Self.moment(until, &random)) == sum)
            copies.append((counts, DailyCounts(days: counts.days)))
        }
        #expect(copies.allSatisfy { $0 == $1 })
    }

    @Test("the order of arrival does not matter", arguments: 1...10)
    func order(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let times = (0..<200).map { _ in Self.moment(Int64(random.index(below: 60)), &random) }
        var a = DailyCounts()
        var b = DailyCounts()
        for time in times { a.add(at: time) }
        for time in times.shuffled(using: &random) { b.add(at: time) }
        #expect(a == b)
    }

    @Test("a day that is full stays full, and extremes do not trap")
    func extremes() {
        var counts = DailyCounts()
        let time = Timestamp(microseconds: 0)
        for _ in 0..<3 { counts.add(Int(UInt32.max) - 1, at: time) }
        #expect(counts.count(days: .max, until: time) == Int(UInt32.max))
        counts.add(at: Timestamp(microseconds: .min))
        counts.add(at: Timestamp(microseconds: .max))
        #expect(counts.days.count == 1)
        #expect(counts.count(days: 28, until: Timestamp(microseconds: .max)) == 1)
    }

    private static func moment(_ day: Int64, _ random: inout SeededRNG) -> Timestamp {
        let within = Int64(random.index(below: Int(Self.day)))
        return Timestamp(microseconds: day * Self.day + within)
    }
}

@Suite("Item counters")
struct ItemCountersTests {
    @Test("every type has its counter, and imported impressions have none", arguments: 1...10)
    func againstNaive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var counters = ItemCounters()
        var sums: [EventType: Int] = [:]
        var stars = 0.0
        let now = Timestamp(seconds: 1_780_000_000)
        for offset in 1...400 {
            var event = Event(id: "\(offset)", type: random.pick(EventType.builtIn))
            event.time = now + -10 * 86_400 * random.uniform()
            if random.chance(0.5) { event.quantity = 1 + random.index(below: 4) }
            event.value = Double(1 + random.index(below: 10)) / 2
            let origin: LoggedEvent.Origin = random.chance(0.5) ? .live : .imported
            counters.add(
                LoggedEvent(offset: Int64(offset), received: now, origin: origin, event: event))
            if event.type == .impression, origin == .imported { continue }
            let units = [.purchase, .return].contains(event.type) ? event.quantity ?? 1 : 1
            sums[event.type, default: 0] += units
            if event.type == .rating { stars += event.value ?? 0 }
        }
        func count(_ counts: DailyCounts) -> Int { counts.count(days: 28, until: now) }
        #expect(count(counters.views) == (sums[.view] ?? 0) + (sums[.click] ?? 0))
        #expect(count(counters.carts) == sums[.addToCart] ?? 0)
        #expect(count(counters.purchases) == sums[.purchase] ?? 0)
        #expect(count(counters.returns) == sums[.return] ?? 0)
        #expect(count(counters.impressions) == sums[.impression] ?? 0)
        #expect(counters.ratingCount == sums[.rating] ?? 0)
        #expect(counters.ratingSum == stars)
    }

    @Test("history was never served from here: its impressions count for nothing")
    func imported() {
        var counters = ItemCounters()
        for offset in 1...100 {
            counters.add(
                LoggedEvent(
                    offset: Int64(offset), received: Timestamp(seconds: Double(offset)),
                    origin: .imported, event: Event(id: "\(offset)", type: .impression)))
        }
        #expect(counters == ItemCounters())
    }
}
