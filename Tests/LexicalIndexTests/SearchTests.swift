import Commerce
import LexicalIndex
import Primitives
import Testing
import TextAnalysis

@Suite("Search by words")
struct SearchTests {
    @Test("matches and scores are those of every document scored", arguments: 1...12)
    func againstNaive(seed: UInt64) {
        var shop = RandomShop(seed: seed)
        var index = LexicalIndex()
        var naive = NaiveIndex()
        for step in 0..<120 {
            shop.change(&index, &naive)
            guard step % 10 == 9 else { continue }
            #expect(index.count == naive.items.count)
            let impacts = naive.impacts()
            for _ in 0..<6 {
                let text = shop.text(upTo: 5) + (shop.random.chance(0.2) ? " lantren" : "")
                let query = QueryReader(index).read(text)
                for isAll in [true, false] {
                    let found = index.search(
                        query, count: nil, mode: isAll ? .all : .any, refining: false)
                    let expected = NaiveIndex.search(query, all: isAll, in: impacts)
                    #expect(Self.scores(found) == expected, "\(text), seed \(seed)")
                    #expect(found.total == expected.count)
                }
            }
        }
    }

    private static func scores(_ found: LexicalIndex.Found) -> [UInt32: Float] {
        Dictionary(uniqueKeysWithValues: found.matches.map { ($0.document, $0.score) })
    }

    @Test(
        "the best are those of every document scored, also where lists are passed over",
        arguments: 1...2, [true, false])
    func best(seed: UInt64, isCounting: Bool) {
        var shop = RandomShop(seed: seed)
        var naive = NaiveIndex()
        for document in 0..<UInt32(4500) { naive.items[document] = shop.item("\(document)") }
        var index = LexicalIndex()
        let items = naive.items.sorted { $0.key < $1.key }
        index.insert(contentsOf: items.map { (item: $0.value, document: $0.key) })
        for document in 0..<UInt32(50) {
            index.remove(document)
            index.insert(shop.item("again"), as: document)
            naive.items[document] = nil
            index.remove(document)
        }
        let impacts = naive.impacts()
        for _ in 0..<8 {
            let query = QueryReader(index).read(shop.text(upTo: 4))
            let count = 1 + shop.random.index(below: 40)
            let found = index.search(
                query, count: count, mode: .any, refining: false, counting: isCounting)
            let expected = NaiveIndex.search(query, all: false, in: impacts)
            let least = expected.values.sorted(by: >).prefix(count).last ?? 0
            #expect(Self.scores(found) == expected.filter { $0.value >= least }, "seed \(seed)")
            #expect(isCounting ? found.total == expected.count : found.total <= expected.count)
        }
    }

    private static func answers(_ index: LexicalIndex, _ texts: [String]) -> [Set<
        LexicalIndex.Match
    >] {
        texts.map { Set(index.search(QueryReader(index).read($0), count: nil).matches) }
    }

    @Test("a second look that stops early finds what one at all documents finds", arguments: 1...6)
    func refined(seed: UInt64) {
        var shop = RandomShop(seed: seed)
        var index = LexicalIndex()
        var naive = NaiveIndex()
        for _ in 0..<200 { shop.change(&index, &naive) }
        for _ in 0..<40 {
            let query = QueryReader(index).read(shop.text(upTo: 4) + " " + shop.misspelt())
            let all = index.search(query, count: nil, mode: .any)
            let best = index.search(query, count: 3, mode: .any, counting: false)
            #expect(best.matches == Array(all.matches.prefix(best.matches.count)))
            #expect(best.matches.count >= min(3, all.matches.count), "seed \(seed)")
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
        let texts = (0..<30).map { _ in shop.text(upTo: 4) + " " + shop.misspelt() }
        #expect(Self.answers(index, texts) == Self.answers(fresh, texts), "seed \(seed)")
        for typed in (0..<30).map({ _ in shop.misspelt() }) {
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
        let texts = (0..<20).map { _ in shop.text(upTo: 3) + " " + shop.misspelt() }
        let answers = Self.answers(copy, texts)
        for _ in 0..<100 { shop.change(&index, &naive) }
        #expect(Self.answers(copy, texts) == answers)
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
        #expect(Self.documents(index, "common") == held)
        for document in held.shuffled(using: &random).prefix(2500) {
            index.remove(document)
            held.remove(document)
        }
        #expect(Self.documents(index, "common") == held)
        #expect(Self.documents(index, "common rare") == held.filter { $0 % 7 == 0 })
        for document in held { index.remove(document) }
        #expect(index.count == 0)
        #expect(Self.documents(index, "common").isEmpty)
        #expect(!index.contains("common"))
    }

    private static func item(_ document: UInt32) -> Item {
        var item = Item(id: "\(document)")
        item.title = document % 7 == 0 ? "common rare" : "common"
        return item
    }

    private static func documents(_ index: LexicalIndex, _ text: String) -> Set<UInt32> {
        Set(index.search(QueryReader(index).read(text), count: nil).matches.map(\.document))
    }

    @Test("where nothing holds every word, what holds any answers")
    func any() {
        var index = LexicalIndex()
        for (number, title) in ["red lamp", "red oak", "oak lamp", "tea"].enumerated() {
            var item = Item(id: title)
            item.title = LocalizedText(title)
            index.insert(item, as: UInt32(number))
        }
        #expect(Self.documents(index, "red oak lamp") == [0, 1, 2])
        #expect(Self.documents(index, "red oak unheardof") == [1])
        #expect(Self.documents(index, "tea tea") == [3])
        #expect(Self.documents(index, "").isEmpty)
        #expect(Self.documents(index, "unheardof").isEmpty)
    }

    @Test(
        "what is written in another way is found",
        arguments: [
            ("kx-tg9344t", "panasonic kxtg9344t"), ("kxtg9344t", "panasonic kx-tg9344t"),
            ("4gb", "memory 4 GB"), ("4 gb", "memory 4GB"), ("15.6 inch", "laptop 15.6\""),
            ("tshirt", "T-shirt"), ("lampe", "Tischlampe"), ("藍牙耳機", "蓝牙耳机"), ("ｌｅｄ", "LED"),
            ("cafe", "Café"),
        ])
    func otherWriting(asked: String, title: String) {
        var index = LexicalIndex()
        var item = Item(id: "a")
        item.title = LocalizedText(title)
        index.insert(item, as: 7)
        index.insert(Item(id: "b"), as: 8)
        #expect(Self.documents(index, asked) == [7])
    }

    @Test(
        "a thing comes before what is for it",
        arguments: [
            ("", "phone", "Case for phone", "Red phone with large screen"),
            ("en", "phone", "Case for phone", "Red phone with large screen"),
            ("de", "handy", "Hülle für Handy", "Rotes Handy mit großem Schirm"),
            ("fr", "téléphone", "Étui pour téléphone", "Téléphone rouge avec grand écran"),
        ])
    func purposes(locale: String, query: String, lesser: String, better: String) {
        var index = LexicalIndex()
        for (document, title) in [lesser, better].enumerated() {
            var item = Item(id: title)
            item.title = LocalizedText([locale: title])
            index.insert(item, as: UInt32(document))
        }
        let found = index.search(QueryReader(index, locale: locale).read(query), count: 2)
        #expect(found.matches.map(\.document) == [1, 0])
    }

    @Test("words of other languages are found by their own endings, and as they stand")
    func languages() {
        var index = LexicalIndex()
        var item = Item(id: "a")
        item.title = LocalizedText(["de": "Rote Lampen"])
        index.insert(item, as: 0)
        index.insert(Item(id: "b"), as: 1)
        let query = QueryReader(index, locale: "de-CH").read("roter Lampe")
        #expect(index.search(query, count: nil).matches.map(\.document) == [0])
        #expect(Self.documents(index, "lampen") == [0])
    }

    @Test(
        "hostile queries are answered",
        arguments: [
            String(repeating: "a", count: 10_000), String(repeating: "red tea ", count: 2000),
            String(repeating: "蓝", count: 10_000), String(repeating: "-/.", count: 4000),
            String(repeating: "\u{0}\u{7}\u{1B}", count: 3000),
            String(repeating: "a-", count: 5000), String(repeating: "ก", count: 10_000),
            String(repeating: "e\u{301}\u{323}", count: 5000), "\u{FFFD}\u{202E}\u{FEFF}",
            String((0x20..<0x3000).compactMap(Unicode.Scalar.init).map(Character.init)),
        ])
    func hostile(text: String) {
        var shop = RandomShop(seed: 1)
        var index = LexicalIndex()
        for document in 0..<UInt32(300) { index.insert(shop.item("\(document)"), as: document) }
        let query = QueryReader(index).read(text)
        #expect(query.slots.count <= 48)
        #expect(index.search(query, count: 10).matches.count <= 300)
    }

    @Test("attributes are found by their texts, not by their numbers")
    func attributes() {
        var item = Item(id: "a")
        item.attributes = [
            "colour": .text("Azure"), "tags": .list(["gift", "summer"]), "weight": .number(42),
        ]
        var index = LexicalIndex()
        index.insert(item, as: 0)
        for word in ["azure", "gift", "summer"] { #expect(Self.documents(index, word) == [0]) }
        #expect(Self.documents(index, "42").isEmpty)
    }
}

extension RandomShop {
    /// Inserts, replaces or removes a random item, in both.
    mutating func change(_ index: inout LexicalIndex, _ naive: inout NaiveIndex) {
        let document = UInt32(random.index(below: 60))
        if naive.items[document] != nil {
            index.remove(document)
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
