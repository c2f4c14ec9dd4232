import Commerce
import LexicalIndex
import Primitives
import Testing

/// Filters, facets and orders against a walk over all items.
@Suite("Filters, facets and orders")
struct FilterTests {
    /// A shop after many changes, so that documents lie in several segments and some are gone.
    struct Shop {
        var random: RandomShop
        var index = LexicalIndex()
        var naive = NaiveIndex()

        init(seed: UInt64, count: Int) {
            random = RandomShop(seed: seed)
            for document in 0..<UInt32(count) {
                naive.items[document] = random.item("i\(document)")
            }
            let items = naive.items.sorted { $0.key < $1.key }
            index.insert(contentsOf: items.map { (item: $0.value, document: $0.key) })
            for _ in 0..<count / 4 { random.change(&index, &naive) }
        }
    }

    @Test("what meets a filter is what a walk finds", arguments: 1...6, [40, 400])
    func filters(seed: UInt64, count: Int) {
        var shop = Shop(seed: seed, count: count)
        let impacts = shop.naive.impacts()
        for _ in 0..<25 {
            let filter = shop.random.filter()
            let met = shop.naive.items.filter { filter.matches($0.value) }
            var all: Set<UInt32> = []
            shop.index.all(meeting: filter).forEach { all.insert($0) }
            #expect(all == Set(met.keys), "\(filter), seed \(seed)")

            let text = shop.random.text(upTo: 4)
            let query = QueryReader(shop.index).read(text)
            let found = shop.index.search(
                query, filter: filter, count: nil, mode: .any, refining: false, collecting: true)
            let expected = NaiveIndex.search(query, all: false, in: impacts)
                .filter { met[$0.key] != nil }
            let scores = Dictionary(
                uniqueKeysWithValues: found.matches.map { ($0.document, $0.score) })
            #expect(scores == expected, "\(filter), \(text), seed \(seed)")
            #expect(found.total == expected.count)
            var collected: Set<UInt32> = []
            found.all.forEach { collected.insert($0) }
            #expect(collected == Set(expected.keys), "\(text), seed \(seed)")
        }
    }

    @Test("with a filter, the items with the most words that meet it answer", arguments: 1...8)
    func allWords(seed: UInt64) {
        var shop = Shop(seed: seed, count: 300)
        for _ in 0..<25 {
            let filter = shop.random.filter()
            let query = QueryReader(shop.index).read(shop.random.text(upTo: 3))
            let found = shop.index.search(query, filter: filter, count: 5, collecting: true)
            #expect(found.all.count == found.total)
            var narrow = LexicalIndex()
            for (document, item) in shop.naive.items where filter.matches(item) {
                narrow.insert(item, as: document)
            }
            let words = query.slots.filter { slot in
                slot.isWord && slot.alternatives.contains { narrow.contains($0.term) }
            }
            let whole = narrow.search(query, count: nil, refining: false)
            // Where every word is within the filter, both look for all of them.
            if words.count == query.slots.count(where: \.isWord) {
                #expect(found.total == whole.total, "seed \(seed)")
            }
        }
    }

    @Test("counts are those of a walk", arguments: 1...6, [40, 400])
    func facets(seed: UInt64, count: Int) {
        var shop = Shop(seed: seed, count: count)
        for _ in 0..<12 {
            let filter = shop.random.filter()
            let query = QueryReader(shop.index).read(shop.random.text(upTo: 3))
            let found = shop.index.search(
                query, filter: filter, count: 3, mode: .any, collecting: true)
            var items: [Item] = []
            found.all.forEach { document in
                if let item = shop.naive.items[document] { items.append(item) }
            }
            for field in ["brand", "category", "in_stock", "colour", "tags", "weight", "new"] {
                let counts = found.all.counts(of: Facet(field))
                var expected: [String: Int] = [:]
                for item in items {
                    for value in Self.values(of: item, field) { expected[value, default: 0] += 1 }
                }
                let sorted = expected.sorted { a, b in
                    a.value != b.value
                        ? a.value > b.value : Self.order(a.key, b.key, field)
                }.prefix(MatchSet.facetValuesMax)
                #expect(
                    counts == sorted.map { Facet.Count(value: $0.key, count: $0.value) },
                    "\(field), seed \(seed)")
            }
            let bounds = [5.0, 10, 20]
            let counts = found.all.counts(of: Facet("price", .bounds(bounds))).map(\.count)
            let prices = items.compactMap { $0.price?.major }
            let expected = (0...3).map { place in
                prices.count { price in bounds.count { $0 <= price } == place }
            }
            #expect(counts == expected, "seed \(seed)")
            let buckets = found.all.counts(of: Facet("price", .buckets(4)))
            #expect(buckets.count <= 4)
            #expect(buckets.reduce(0) { $0 + $1.count } == prices.count)
        }
    }

    /// Numbers by size, texts without regard to case, categories by their own name.
    private static func order(_ a: String, _ b: String, _ field: String) -> Bool {
        if let a = Double(a), let b = Double(b), field == "weight" { return a < b }
        func key(_ value: String) -> [[UInt8]] {
            let folded = value.lowercased()
            let levels = folded.split(separator: " > ")
            let name = field == "category" ? String(levels.last ?? "") : folded
            return [Array(name.utf8), Array(folded.utf8)]
        }
        let (left, right) = (key(a), key(b))
        return left[0] == right[0]
            ? left[1].lexicographicallyPrecedes(right[1])
            : left[0].lexicographicallyPrecedes(right[0])
    }

    /// Each value once, categories with all above them.
    private static func values(of item: Item, _ field: String) -> Set<String> {
        switch field {
        case "brand": return Set(item.brand.map { [$0] } ?? [])
        case "in_stock": return [String(item.isAvailable)]
        case "category":
            return Set(
                item.categories.flatMap { path in
                    path.indices.map { path[...$0].joined(separator: " > ") }
                })
        default: break
        }
        return switch item.attributes[field] {
        case .text(let text): Set(text.text().map { [$0] } ?? [])
        case .list(let texts): Set(texts)
        case .flag(let flag): [String(flag)]
        case .number(let number): [number.description]
        case nil: []
        }
    }

    @Test("the first by a number are those of a sort", arguments: 1...12, [40, 1500])
    func order(seed: UInt64, count: Int) {
        var shop = Shop(seed: seed, count: count)
        for (field, descending) in [("price", false), ("price", true), ("weight", true)] {
            let words = shop.random.text(upTo: 2)
            let query = words.isEmpty ? nil : QueryReader(shop.index).read(words)
            let found = shop.index.search(
                query, filter: Filter(), count: 10, by: field, descending: descending)
            #expect(found.total == found.all.count)
            func key(_ document: UInt32) -> Double {
                guard let item = shop.naive.items[document] else { return .nan }
                var number = item.price?.major
                if case .number(let weight) = item.attributes["weight"], field == "weight" {
                    number = weight
                }
                return number.map { descending ? -$0 : $0 } ?? .infinity
            }
            var all: [UInt32] = []
            found.all.forEach { all.append($0) }
            let keys = all.map(key).sorted()
            let last = keys.count > 10 ? keys[9] : .infinity
            // All that tie with the tenth are there, and what else is there comes later.
            let needed = Set(all.filter { key($0) <= last })
            #expect(needed.isSubset(of: found.matches.map(\.document)), "seed \(seed)")
            guard let query else { continue }
            let scored = shop.index.search(query, count: nil, refining: false).matches
            #expect(Set(found.matches).isSubset(of: scored), "seed \(seed)")
        }
    }

    @Test("equal texts are one value, however their accents are written")
    func accents() {
        var index = LexicalIndex()
        for (number, brand) in ["Caf\u{E9}", "Cafe\u{301}", "CAFÉ"].enumerated() {
            var item = Item(id: "\(number)")
            item.brand = brand
            index.insert(item, as: UInt32(number))
        }
        let all = index.all(meeting: Filter(["brand": .anyOf(["cafe\u{301}"])]))
        #expect(all.count == 3)
        #expect(
            all.counts(of: "brand") == [
                Facet.Count(value: "Café", count: 2), Facet.Count(value: "CAFÉ", count: 1),
            ])
    }

    @Test("ten thousand values and a thousand texts of a condition are no burden")
    func many() {
        var index = LexicalIndex()
        let items = (0..<UInt32(20_000)).map { number in
            var item = Item(id: "\(number)")
            item.attributes["colour"] = .text(LocalizedText("c\(number % 10_000)"))
            item.attributes["name \(number)"] = .flag(true)
            return (item: item, document: number)
        }
        index.insert(contentsOf: items)
        let wanted = Filter(["colour": .anyOf((0..<1000).map { "c\($0)" })])
        let all = index.all(meeting: wanted)
        #expect(all.count == 2000)
        let counts = all.counts(of: "colour")
        #expect(counts.count == MatchSet.facetValuesMax)
        #expect(counts.first == Facet.Count(value: "c0", count: 2))
        #expect(index.all(meeting: Filter(["name 77": .flag(true)])).count == 1)
    }
}
