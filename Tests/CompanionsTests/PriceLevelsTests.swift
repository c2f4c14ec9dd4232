import Commerce
import Features
import Primitives
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Price levels")
struct PriceLevelsTests {
    private static let categories = [["A"], ["A", "B"], ["C"], ["D", "E"]]

    @Test("a missing price is the mean of the category, and flagged", arguments: 1...15)
    func againstNaive(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        var levels = PriceLevels()
        var held: [Item] = []
        for number in 0..<120 {
            if random.chance(0.3), !held.isEmpty {
                levels.remove(held.remove(at: random.index(below: held.count)))
            } else {
                let item = try Self.item(number, &random)
                levels.add(item)
                held.append(item)
            }
            let probe = try Self.item(number, &random)
            let before = probe
            let level = levels.level(of: probe)
            #expect(probe == before)
            if let price = probe.price, price.minor > 0 {
                #expect(!level.isImputed)
                #expect(level.logPrice == log(price.major))
            } else {
                #expect(level.isImputed)
                let expected = Self.mean(of: held, for: probe)
                #expect(abs(level.logPrice - expected) < 1e-5, "seed \(seed), step \(number)")
            }
        }
    }

    @Test("the order of updates does not matter, and remove undoes add", arguments: 1...10)
    func order(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let kept = try (0..<80).map { try Self.item($0, &random) }
        let gone = try (0..<80).map { try Self.item($0, &random) }
        var levels = PriceLevels()
        for item in kept + gone { levels.add(item) }
        let copy = levels
        for item in gone.shuffled(using: &random) { levels.remove(item) }
        var fresh = PriceLevels()
        for item in kept.shuffled(using: &random) { fresh.add(item) }
        var all = PriceLevels()
        for item in (kept + gone).shuffled(using: &random) { all.add(item) }
        for probe in Self.probes() {
            #expect(levels.level(of: probe) == fresh.level(of: probe))
            #expect(copy.level(of: probe) == all.level(of: probe))
        }
        for item in kept { levels.remove(item) }
        for probe in Self.probes() {
            #expect(levels.level(of: probe).isImputed)
            #expect(levels.level(of: probe).logPrice == 0)
        }
    }

    private static func probes() -> [Item] {
        (categories.map { [$0] } + [[], [["unknown"]]]).map { categories in
            var item = Item(id: "probe")
            item.categories = categories
            return item
        }
    }

    private static func mean(of items: [Item], for probe: Item) -> Double {
        for category in probe.categories + [[]] {
            let logs = items.filter { category.isEmpty || $0.categories.contains(category) }
                .compactMap { item in
                    item.price.flatMap { $0.minor > 0 ? log($0.major) : nil }
                }
            if !logs.isEmpty { return logs.reduce(0, +) / Double(logs.count) }
        }
        return 0
    }

    private static func item(_ number: Int, _ random: inout SeededRNG) throws -> Item {
        var item = Item(id: "\(number)")
        item.categories = categories.filter { _ in random.chance(0.3) }
        let currency = try #require(Currency("EUR"))
        if random.chance(0.6) {
            let minor = Int64(random.index(below: 1 << (1 + random.index(below: 40))))
            item.price = Money(minor: minor, currency: currency)
        }
        return item
    }
}
