import Commerce
import LexicalIndex
import Primitives
import Testing
import TextAnalysis

@Suite("Search by words")
struct SearchTests {
    @Test("scores and matches are those of BM25F over the items held", arguments: 1...12)
    func againstNaive(seed: UInt64) {
        var shop = RandomShop(seed: seed)
        var index = LexicalIndex()
        var naive = NaiveIndex()
        for step in 0..<120 {
            shop.change(&index, &naive)
            guard step % 10 == 9 else { continue }
            #expect(index.count == naive.items.count)
            for _ in 0..<6 {
                let query = shop.text(upTo: 5) + (shop.random.chance(0.2) ? " unheardof" : "")
                let terms = Analyser.queryTerms(query)
                let found = index.search(terms)
                let expected = naive.search(terms)
                #expect(Set(found.map(\.document)) == Set(expected.keys), "\(query), \(seed)")
                #expect(found.count == expected.count)
                for match in found {
                    let score = expected[match.document] ?? .nan
                    #expect(abs(Double(match.score) - score) < 1e-4, "\(query), \(seed)")
                }
            }
        }
    }

    @Test("the order of updates does not matter, to the last bit", arguments: 1...8)
    func order(seed: UInt64) {
        var shop = RandomShop(seed: seed)
        var index = LexicalIndex()
        var naive = NaiveIndex()
        for _ in 0..<200 { shop.change(&index, &naive) }
        var fresh = LexicalIndex()
        for (document, item) in naive.items.shuffled(using: &shop.random) {
            fresh.insert(item, as: document)
        }
        for _ in 0..<30 {
            let terms = Analyser.queryTerms(shop.text(upTo: 4))
            #expect(Set(index.search(terms)) == Set(fresh.search(terms)))
            let typed = shop.misspelt()
            #expect(index.correction(of: typed) == fresh.correction(of: typed))
        }
    }

    @Test("a copy answers as before, whatever happens to the original", arguments: 1...8)
    func copies(seed: UInt64) {
        var shop = RandomShop(seed: seed)
        var index = LexicalIndex()
        var naive = NaiveIndex()
        for _ in 0..<60 { shop.change(&index, &naive) }
        let copy = index
        let queries = (0..<20).map { _ in Analyser.queryTerms(shop.text(upTo: 3)) }
        let typed = (0..<20).map { _ in shop.misspelt() }
        let answers = queries.map { Set(copy.search($0)) }
        let corrections = typed.map(copy.correction)
        for _ in 0..<100 { shop.change(&index, &naive) }
        #expect(queries.map { Set(copy.search($0)) } == answers)
        #expect(typed.map(copy.correction) == corrections)
    }

    @Test("long lists of documents stay whole", arguments: 1...4, [true, false])
    func longLists(seed: UInt64, isSorted: Bool) {
        var random = SeededRNG(seed: seed)
        var index = LexicalIndex()
        var held: Set<UInt32> = []
        let range = 0..<UInt32(2900 + seed)
        for document in isSorted ? Array(range) : range.shuffled(using: &random) {
            index.insert(Self.item(document), as: document)
            held.insert(document)
        }
        #expect(Self.documents(index, ["common"]) == held)
        for document in held.shuffled(using: &random).prefix(2500) {
            index.remove(Self.item(document), as: document)
            held.remove(document)
        }
        #expect(Self.documents(index, ["common"]) == held)
        #expect(Self.documents(index, ["common", "rare"]) == held.filter { $0 % 7 == 0 })
        for document in held { index.remove(Self.item(document), as: document) }
        #expect(index.count == 0)
        #expect(index.search(["common"]).isEmpty)
        #expect(!index.contains("common"))
    }

    private static func item(_ document: UInt32) -> Item {
        var item = Item(id: "\(document)")
        item.title = document % 7 == 0 ? "common rare" : "common"
        return item
    }

    private static func documents(_ index: LexicalIndex, _ terms: [String]) -> Set<UInt32> {
        Set(index.search(terms).map(\.document))
    }

    @Test("where nothing holds every word, what holds most of them answers")
    func most() {
        var index = LexicalIndex()
        for (number, title) in ["red lamp", "red oak", "oak lamp", "tea"].enumerated() {
            var item = Item(id: title)
            item.title = LocalizedText(title)
            index.insert(item, as: UInt32(number))
        }
        #expect(Self.documents(index, ["red", "oak", "lamp"]) == [0, 1, 2])
        #expect(Self.documents(index, ["red", "oak", "unheardof"]) == [1])
        #expect(Self.documents(index, ["tea", "tea"]) == [3])
        #expect(index.search([]).isEmpty)
        #expect(index.search(["unheardof"]).isEmpty)
    }

    @Test("a word repeated a thousand times counts as 255 times")
    func repeated() throws {
        var index = LexicalIndex()
        var naive = NaiveIndex()
        for (number, count) in [1000, 255, 1].enumerated() {
            var item = Item(id: "\(number)")
            item.description = LocalizedText(
                Array(repeating: "tea", count: count).joined(separator: " "))
            index.insert(item, as: UInt32(number))
            naive.items[UInt32(number)] = item
        }
        for match in index.search(["tea"]) {
            let score = try #require(naive.search(["tea"])[match.document])
            #expect(abs(Double(match.score) - score) < 1e-4)
        }
    }

    @Test("attributes are found by their texts, not by their numbers")
    func attributes() {
        var item = Item(id: "a")
        item.attributes = [
            "colour": .text("Azure"), "tags": .list(["gift", "summer"]), "weight": .number(42),
        ]
        var index = LexicalIndex()
        index.insert(item, as: 0)
        for word in ["azure", "gift", "summer"] { #expect(index.search([word]).count == 1) }
        #expect(index.search(["42"]).isEmpty)
    }
}

extension RandomShop {
    /// Inserts, replaces or removes a random item, in both.
    mutating func change(_ index: inout LexicalIndex, _ naive: inout NaiveIndex) {
        let document = UInt32(random.index(below: 60))
        if let old = naive.items[document] {
            index.remove(old, as: document)
            naive.items[document] = nil
            if random.chance(0.3) { return }
        }
        let item = item("\(document)")
        index.insert(item, as: document)
        naive.items[document] = item
    }

    /// A word of the shop with a letter or two changed, swapped, left out or added.
    mutating func misspelt() -> String {
        var letters = Array(Analyser.indexTerms(word()).last ?? "")
        for _ in 0..<1 + random.index(below: 2) where letters.count > 1 {
            let place = random.index(below: letters.count - 1)
            switch random.index(below: 4) {
            case 0: letters.swapAt(place, place + 1)
            case 1: letters.remove(at: place)
            case 2: letters.insert(random.pick(Array("aeist")), at: place)
            default: letters[place] = random.pick(Array("aeistж"))
            }
        }
        return String(letters)
    }
}
