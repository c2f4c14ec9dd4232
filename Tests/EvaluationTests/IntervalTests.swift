import Evaluation
import Primitives
import Testing

@Suite("Intervals")
struct IntervalTests {
    private func ratio(_ values: [Double], owners: [Int]? = nil) -> Ratio {
        Ratio("x", values: values, owners: owners ?? Array(values.indices))
    }

    /// Hits with a known chance: the interval should hold it in about 95 of 100 samples.
    @Test("the interval holds the truth as often as it says")
    func coverage() {
        var random = SeededRNG(seed: 11)
        var held = 0
        let rounds = 200
        for round in 0..<rounds {
            let hits = (0..<300).map { _ in random.chance(0.3) ? 1.0 : 0 }
            let interval = Bootstrap(seed: UInt64(round), resamples: 300)
                .intervals([ratio(hits)])[0]
            if interval.low <= 0.3, 0.3 <= interval.high { held += 1 }
        }
        // Binomial with 0.95: below 180 or above 199 by chance once in a thousand.
        #expect((180...199).contains(held))
    }

    @Test("as wide as theory says")
    func width() {
        let hits = (0..<1000).map { $0 % 4 == 0 ? 1.0 : 0 }
        let interval = Bootstrap(seed: 3).intervals([ratio(hits)])[0]
        // 2 · 1.96 · √(0.25 · 0.75 / 1000) = 0.0537
        #expect(abs(interval.high - interval.low - 0.0537) < 0.006)
        #expect(interval.low < 0.25 && 0.25 < interval.high)
    }

    @Test("queries of one owner stand or fall together")
    func owners() {
        let values = (0..<400).map { $0 / 4 % 2 == 0 ? 1.0 : 0 }
        let alone = Bootstrap(seed: 1).intervals([ratio(values)])[0]
        let together = Bootstrap(seed: 1)
            .intervals([ratio(values, owners: values.indices.map { $0 / 4 })])[0]
        // Four copies of each draw: twice as wide.
        let widening = (together.high - together.low) / (alone.high - alone.low)
        #expect((1.7...2.3).contains(widening))
        #expect(ratio(values, owners: values.indices.map { $0 / 4 }).value == 0.5)
    }

    @Test("the same seed draws the same, another one differs")
    func seeds() {
        let values = (0..<200).map { Double($0 % 7) }
        let first = Bootstrap(seed: 5).intervals([ratio(values), ratio(values)])
        #expect(first == Bootstrap(seed: 5).intervals([ratio(values), ratio(values)]))
        #expect(first[0] == first[1])
        #expect(first != Bootstrap(seed: 6).intervals([ratio(values), ratio(values)]))
    }

    @Test("a small but steady lead is seen by pairing, and not without")
    func paired() {
        var random = SeededRNG(seed: 2)
        let base = (0..<500).map { _ in random.chance(0.3) ? 1.0 : 0 }
        var better = base
        for index in better.indices where index % 40 == 0 { better[index] = 1 }
        let bootstrap = Bootstrap(seed: 1)
        let comparison = bootstrap.comparisons([ratio(better)], [ratio(base)])[0]
        #expect(comparison.difference > 0.005)
        #expect(comparison.interval.low > 0)
        #expect(comparison.shareAbove > 0.99)
        let apart = bootstrap.intervals([ratio(better), ratio(base)])
        #expect(apart[0].low < apart[1].high)
        let back = bootstrap.comparisons([ratio(base)], [ratio(better)])[0]
        #expect(back.difference == -comparison.difference)
        #expect(back.shareAbove < 0.01)
        let same = bootstrap.comparisons([ratio(base)], [ratio(base)])[0]
        #expect(same.shareAbove == 0)
        #expect(same.interval == Interval(low: 0, high: 0))
    }

    @Test("weights are divided by their sum; gamma 0 weighs all alike")
    func weights() {
        let values = [1.0, 0, 1]
        let weighted = Ratio(
            "x", scale: 100, values: values, weights: [1, 1, 2], owners: [1, 2, 3])
        #expect(weighted.value == 75)
        let counts = [100, 0, 4]
        let plain = PopularityWeights(counts: counts, gamma: 0)
        #expect((0..<3 as Range<UInt32>).map(plain.weight) == [1, 1, 1])
        let even = PopularityWeights(counts: counts, gamma: 1)
        #expect((0..<3 as Range<UInt32>).map(even.weight) == [0.01, 1, 0.25])
        let root = PopularityWeights(counts: counts, gamma: 0.5)
        #expect((0..<3 as Range<UInt32>).map(root.weight) == [0.1, 1, 0.5])
    }
}
