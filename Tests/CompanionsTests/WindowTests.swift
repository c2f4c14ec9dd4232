import Features
import Primitives
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Windows, shares and the feature vector")
struct WindowTests {
    private typealias Fact = (kind: WindowCounts.Kind, time: Timestamp)

    private static func facts(_ random: inout SeededRNG) -> [Fact] {
        (0..<300).map { _ in
            (
                random.pick(WindowCounts.Kind.allCases),
                Timestamp(seconds: 1_780_000_000 - 5e6 * pow(random.uniform(), 4))
            )
        }
    }

    @Test("each window is the sum of what fades, in any order and in parts", arguments: 1...10)
    func againstSum(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let facts = Self.facts(&random)
        var forward = WindowCounts()
        for fact in facts { forward.add(fact.kind, at: fact.time) }
        var parts = [WindowCounts(), WindowCounts(), WindowCounts()]
        for fact in facts { parts[random.index(below: 3)].add(fact.kind, at: fact.time) }
        var joined = WindowCounts()
        for part in parts { joined.add(part) }
        let newest = facts.map(\.time).reduce(facts[0].time, max)
        for window in WindowCounts.Window.allCases {
            let now = newest + window.seconds * random.uniform()
            let (first, second) = (
                forward.counts(in: window, at: now), joined.counts(in: window, at: now)
            )
            for kind in WindowCounts.Kind.allCases {
                let sum = facts.filter { $0.kind == kind }
                    .reduce(0) { $0 + exp(-(now - $1.time) / window.seconds) }
                for count in [first, second].map({ Double($0[kind.rawValue]) }) {
                    #expect(abs(count - sum) <= 1e-3 * max(1e-3, sum), "\(window) \(kind)")
                }
            }
        }
        #expect(WindowCounts(time: forward.time, values: forward.values) == forward)
        #expect(MemoryLayout<WindowCounts>.stride == 96)
    }

    @Test("of items whose shares differ as planted, mean and strength are found", arguments: 1...5)
    func moments(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        // Shares of 0.05 and 0.15 in equal parts: mean 0.1, deviation 0.05, strength 35.
        var moments = ShareMoments()
        var known = [ShareMoments.Evidence](repeating: .init(), count: 400)
        for _ in 0..<80_000 {
            let item = random.index(below: known.count)
            let old = known[item]
            known[item].trials += 1
            if random.chance(item % 2 == 0 ? 0.05 : 0.15) { known[item].successes += 1 }
            moments.replace(old, by: known[item])
        }
        #expect(abs(moments.mean - 0.1) < 0.01, "\(moments.mean)")
        #expect((25...50).contains(moments.strength), "\(moments.strength)")
        let unknown = moments.smoothed(.init())
        let hit = moments.smoothed(.init(successes: 1, trials: 1))
        #expect(abs(unknown - moments.mean) < 1e-9 && hit > unknown && hit < 0.2)
        #expect(ShareMoments(sums: moments.sums) == moments)
    }

    @Test(
        "where all items are alike, what is usual counts most; before any, it still says something")
    func alike() {
        var moments = ShareMoments()
        #expect(moments.smoothed(.init(successes: 3, trials: 2)) < 0.3)
        for _ in 0..<50 { moments.replace(.init(), by: .init(successes: 10, trials: 100)) }
        #expect(moments.strength == 10_000)
    }

    @Test("each number has a name of its own")
    func names() {
        let shopper = ShopperFacts(
            recent: WindowCounts(), steps: [], inVain: [:], declared: [])
        let vector = FeatureVector(
            shopper, rates: ShopRates(), time: Timestamp(microseconds: 0))
        let item = ItemFacts(
            number: 0, counters: ItemCounters(),
            price: PriceLevel(logPrice: 0, isImputed: true))
        #expect(vector.values(of: item).count == FeatureVector.names.count)
        #expect(Set(FeatureVector.names).count == FeatureVector.names.count)
        #expect(FeatureVector.names.contains("purchases_week"))
    }
}
