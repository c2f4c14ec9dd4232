import Companions
import Features
import Primitives
import Testing

@Suite("Popularity")
struct PopularityTests {
    private static let end = 1_780_000_000.0

    /// Random events over 40 days, none of a weight that another has.
    private static func events(
        _ random: inout SeededRNG, items: Int, count: Int
    ) -> [(item: UInt32, weight: Double, time: Timestamp)] {
        (0..<count).map { _ in
            (
                UInt32(random.index(below: 1 + random.index(below: items))),
                0.5 + 4 * random.uniform(),
                Timestamp(seconds: end - 40 * 86_400 * random.uniform())
            )
        }
    }

    @Test(
        "leaders are what a full sort gives",
        arguments: [
            (1, 30, 400), (2, 300, 2000), (3, 1000, 4000), (4, 2500, 8000), (5, 5000, 9000),
        ])
    func againstSort(seed: UInt64, items: Int, count: Int) {
        var random = SeededRNG(seed: seed)
        var popularity = Popularity(halfLife: 7 * 86_400)
        for (step, event) in Self.events(&random, items: items, count: count).enumerated() {
            popularity.add(event.item, weight: event.weight, at: event.time)
            guard step % 500 == 499 || step == count - 1 else { continue }
            let logarithms = popularity.counts.map(\.logarithm)
            let sorted = logarithms.indices.filter { logarithms[$0] > -.infinity }
                .sorted { logarithms[$0] > logarithms[$1] }
            let expected = sorted.prefix(Popularity.leadersMax).map { UInt32($0) }
            #expect(popularity.leaders == expected, "seed \(seed), step \(step)")
        }
        #expect(popularity.leaders.count <= Popularity.leadersMax)
    }

    @Test("counts are decayed counts, shares lie in 0...1", arguments: 1...6)
    func shares(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        var popularity = Popularity(halfLife: 86_400)
        var counts: [UInt32: DecayedCount] = [:]
        for event in Self.events(&random, items: 80, count: 500) {
            popularity.add(event.item, weight: event.weight, at: event.time)
            counts[event.item, default: DecayedCount()]
                .add(weight: event.weight, at: event.time, halfLife: 86_400)
        }
        let now = Timestamp(seconds: Self.end)
        let most = try #require(
            counts.values.map { $0.value(at: now, halfLife: 86_400) }.max())
        for item in 0..<90 as Range<UInt32> {
            let share = popularity.share(of: item)
            #expect((0...1).contains(share))
            let count = counts[item] ?? DecayedCount()
            #expect(popularity.logarithm(of: item) == count.logarithm)
            #expect(abs(share - count.value(at: now, halfLife: 86_400) / most) < 1e-9)
        }
        #expect(popularity.share(of: try #require(popularity.leaders.first)) == 1)
    }

    @Test("among equals the first stays first, and a full list lets no equal in")
    func ties() {
        var popularity = Popularity(halfLife: 86_400)
        let time = Timestamp(seconds: Self.end)
        for item in 0..<1200 as Range<UInt32> { popularity.add(item, weight: 1, at: time) }
        #expect(popularity.leaders == Array(0..<1000))
        popularity.add(1100, weight: 1, at: time)
        #expect(popularity.leaders == [1100] + Array(0..<999))
        popularity.add(500, weight: 1, at: time)
        #expect(popularity.leaders.prefix(3) == [1100, 500, 0])
        #expect(Set(popularity.leaders).count == 1000)
    }

    @Test("before anything happened nobody leads and every share is nothing")
    func empty() {
        let popularity = Popularity(halfLife: 86_400)
        #expect(popularity.leaders.isEmpty)
        #expect(popularity.share(of: 3) == 0)
        #expect(popularity.logarithm(of: 3) == -.infinity)
    }

    @Test("a restored state goes on as if nothing had been, and copies stay", arguments: 1...4)
    func restored(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let events = Self.events(&random, items: 1500, count: 4000)
        var popularity = Popularity(halfLife: 86_400)
        for event in events[..<2000] {
            popularity.add(event.item, weight: event.weight, at: event.time)
        }
        let copy = popularity
        let leaders = copy.leaders
        let logarithms = copy.counts.map(\.logarithm)
        var restored = Popularity(halfLife: 86_400, counts: copy.counts, leaders: copy.leaders)
        for event in events[2000...] {
            popularity.add(event.item, weight: event.weight, at: event.time)
            restored.add(event.item, weight: event.weight, at: event.time)
        }
        #expect(restored.leaders == popularity.leaders)
        #expect(restored.counts.map(\.logarithm) == popularity.counts.map(\.logarithm))
        #expect(copy.leaders == leaders)
        #expect(copy.counts.map(\.logarithm) == logarithms)
    }
}
