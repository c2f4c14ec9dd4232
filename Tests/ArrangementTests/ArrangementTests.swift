import Arrangement
import Primitives
import Testing

@Suite("Arrangement")
struct ArrangementTests {
    /// Categories and makers as digits: scores fall from the first on.
    private func entries(
        _ count: Int, _ change: (Int, inout ArrangementEntry) -> Void = { _, _ in }
    )
        -> [ArrangementEntry]
    {
        (0..<count).map { place in
            var entry = ArrangementEntry(score: 1 / Float(place + 1))
            change(place, &entry)
            return entry
        }
    }

    private func page(
        _ entries: [ArrangementEntry], pinned: [Int] = [], count: Int = 20,
        seed: UInt64 = 1, _ change: (inout ArrangementSettings) -> Void
    ) -> [Arrangement.Choice] {
        var settings = ArrangementSettings()
        change(&settings)
        var rng = SeededRNG(seed: seed)
        return Arrangement.arrange(entries, pinned: pinned, count: count, settings, &rng)
    }

    @Test("nothing wanted, nothing changed")
    func plain() {
        let page = page(entries(30)) { _ in }
        #expect(page.map(\.place) == Array(0..<20))
        #expect(page.allSatisfy { $0.propensity == 1 && $0.spread == 0 && !$0.isForced })
    }

    @Test("pins come first, whatever they score")
    func pins() {
        #expect(page(entries(5), pinned: [4, 2]) { _ in }.map(\.place) == [4, 2, 0, 1, 3])
    }

    @Test("each item of a category counts less than the one above it, and says so")
    func spread() {
        let scores: [Float] = [1, 0.95, 0.9, 0.7]
        let page = page(
            scores.enumerated().map {
                ArrangementEntry(score: $1, category: [$0 == 3 ? 2 : 1])
            }
        ) { $0.spread = 0.7 }
        #expect(page.map(\.place) == [0, 3, 1, 2])
        for choice in page {
            let whole = scores[choice.place] + choice.spread + choice.diversity
            #expect(abs(choice.score - whole) < 1e-6)
        }
        #expect(abs(page[3].score - 0.9 * 0.49) < 1e-6)
    }

    @Test("what is like an item above waits, by vectors and by facts", arguments: [true, false])
    func diversity(byVector: Bool) {
        let entries = entries(4) { place, entry in
            entry.score = 1 - 0.1 * Float(place)
            let isOdd = place == 3
            entry.category = [1, isOdd ? 3 : 2]
            if byVector { entry.vector = isOdd ? [0, 1] : [1, 0] }
        }
        #expect(page(entries) { $0.diversity = 0.6 }.map(\.place) == [0, 3, 1, 2])
        #expect(page(entries) { $0.diversity = 0.05 }.map(\.place) == [0, 1, 2, 3])
    }

    @Test("caps hold by ten positions as long as there is something else", arguments: [0, 1, 2])
    func caps(kind: Int) {
        let entries = entries(60) { place, entry in
            let group: UInt64 = place < 30 ? 1 : UInt64(place)
            switch kind {
            case 0: entry.category = [9, group]
            case 1: entry.brand = group
            default: entry.seller = group
            }
        }
        let page = page(entries, count: 60) { settings in
            settings.categoryMax = 3
            settings.brandMax = 3
            settings.sellerMax = 3
        }
        for tens in 1...3 {
            #expect(page.prefix(10 * tens).count { $0.place < 30 } == 3 * tens)
        }
        // Everything is shown in the end.
        #expect(Set(page.map(\.place)).count == 60)
    }

    @Test("new items get their places, the best of them first, and no more")
    func quota() {
        let entries = entries(50) { place, entry in entry.isNew = place >= 40 }
        let page = page(entries, count: 30) { $0.newMin = 2 }
        #expect(
            page.map(\.place).enumerated().filter { $1 >= 40 }.map(\.offset) == [
                4, 9, 14, 19, 24, 29,
            ])
        #expect(page[4].place == 40 && page[9].place == 41)
        #expect(page[4].isForced && !page[3].isForced)
        // Where there is nothing new the page is as long.
        #expect(self.page(self.entries(9), count: 9) { $0.newMin = 5 }.count == 9)
    }

    @Test("a longer page begins like a shorter one", arguments: 1...20)
    func prefixes(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let entries = entries(40) { _, entry in
            entry.score = Float(random.uniform())
            entry.category = [UInt64(random.index(below: 3))]
            entry.isNew = random.chance(0.2)
        }
        let settings: (inout ArrangementSettings) -> Void = { settings in
            settings.temperature = seed % 2 == 0 ? 0.7 : 0
            settings.categoryMax = 5
            settings.newMin = 1
            settings.spread = 0.8
        }
        let long = page(entries, count: 40, seed: seed, settings)
        for count in [1, 7, 20] {
            #expect(page(entries, count: count, seed: seed, settings) == Array(long.prefix(count)))
        }
        #expect(Set(long.map(\.place)).count == 40)
    }

    @Test("chances are as often as they say", arguments: [0.3, 1, 3])
    func propensities(temperature: Double) {
        let entries = entries(4) { place, entry in entry.category = [UInt64(place % 2)] }
        var counts: [[Int]: (seen: Int, chance: Double)] = [:]
        let draws = 40_000
        for seed in 0..<draws {
            let page = page(entries, count: 2, seed: UInt64(seed)) { settings in
                settings.temperature = temperature
                settings.spread = 0.5
            }
            let chance = page.reduce(1) { $0 * $1.propensity }
            counts[page.map(\.place), default: (0, chance)].seen += 1
            #expect(counts[page.map(\.place)]?.chance == chance)
        }
        for (page, count) in counts {
            let expected = Double(draws) * count.chance
            let slack = 5 * (expected * (1 - count.chance)).squareRoot() + 1
            #expect(abs(Double(count.seen) - expected) < slack, "\(page)")
        }
        // Of all pages that there are.
        let total = counts.values.reduce(0) { $0 + $1.chance }
        #expect(total <= 1 + 1e-9 && total > 0.99)
    }

    @Test("agrees with a direct reading of its rules", arguments: 1...30)
    func naive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let entries = entries(25) { _, entry in
            entry.score = Float(random.uniform())
            entry.category = [1, UInt64(random.index(below: 4))]
            entry.brand = random.chance(0.5) ? UInt64(random.index(below: 3)) : nil
        }
        let page = page(entries, count: 25) { settings in
            settings.spread = 0.8
            settings.diversity = 0.3
        }
        var left = Set(entries.indices)
        var above: [Int] = []
        for choice in page {
            func score(_ place: Int) -> Float {
                let same = above.count { entries[$0].category == entries[place].category }
                var score = entries[place].score
                for _ in 0..<same { score *= 0.8 }
                let likest =
                    above.map { other -> Float in
                        let isBrand =
                            entries[place].brand != nil
                            && entries[place].brand == entries[other].brand
                        let levels = entries[other].category == entries[place].category ? 2 : 1
                        return Float(levels + (isBrand ? 1 : 0)) / 3
                    }.max() ?? 0
                return score * (1 - 0.3 * likest)
            }
            let most = left.map(score).max() ?? 0
            #expect(abs(score(choice.place) - most) < 1e-5)
            #expect(abs(choice.score - score(choice.place)) < 1e-5)
            left.remove(choice.place)
            above.append(choice.place)
        }
    }
}
