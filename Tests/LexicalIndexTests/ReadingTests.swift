import Commerce
import LexicalIndex
import Primitives
import Testing

/// Phrases, synonyms, words that go on, words that say little, and what is shown of it.
@Suite("Reading a query")
struct ReadingTests {
    private static func index(_ titles: [String]) -> LexicalIndex {
        var index = LexicalIndex()
        for (number, title) in titles.enumerated() {
            var item = Item(id: "\(number)")
            item.title = LocalizedText(title)
            index.insert(item, as: UInt32(number))
        }
        return index
    }

    private static func found(
        _ index: LexicalIndex, _ text: String, _ synonyms: Synonyms = Synonyms(),
        isTyping: Bool = false
    ) -> Set<UInt32> {
        let query = QueryReader(index, synonyms: synonyms, isTyping: isTyping).read(text)
        return Set(index.search(query, count: nil).matches.map(\.document))
    }

    @Test("of two titles that hold one word each, the one with the number comes first")
    func numbers() {
        let index = Self.index(["photo studio alpha", "photo studio 400"])
        let query = QueryReader(index).read("alpha 400")
        #expect(index.search(query, count: 2, mode: .any).matches.map(\.document) == [1, 0])
    }

    // MARK: Phrases

    private static let phraseCases: [(text: String, documents: Set<UInt32>)] = [
        ("red lamp", [0, 1, 2]), ("\"red lamp\"", [0]), ("“red lamp”", [0]),
        ("\"lamp red\"", [1]), ("\"red oak lamp\"", [2]), ("\"red lamp\" shade", [0]),
        ("\"lamp\"", [0, 1, 2]), ("\"red unheardof\"", []), ("\"red lamp", [0, 1, 2]),
        ("「藍牙耳機」", [3]), ("\"耳机蓝牙\"", []), ("15\" lamp", [4]), ("\"\"", []),
    ]

    @Test(
        "words in quotation marks stand side by side",
        arguments: phraseCases)
    func phrases(text: String, documents: Set<UInt32>) {
        let index = Self.index([
            "Red lamp", "Lamp, red", "Red oak lamp", "蓝牙耳机", "Lamp 15\" red oak",
        ])
        var expected = documents
        if text == "red lamp" { expected.insert(4) }
        if text == "\"lamp\"" || text == "\"red lamp" { expected.insert(4) }
        #expect(Self.found(index, text) == expected)
    }

    @Test("what ends one text and what begins the next are no neighbours")
    func texts() {
        var item = Item(id: "a")
        item.title = LocalizedText("Red oak")
        item.brand = "Lamp"
        item.attributes = ["tags": .list(["blue", "glass"])]
        var index = LexicalIndex()
        index.insert(item, as: 0)
        index.insert(Item(id: "b"), as: 1)
        #expect(Self.found(index, "\"red oak\"") == [0])
        #expect(Self.found(index, "\"oak lamp\"").isEmpty)
        #expect(Self.found(index, "\"blue glass\"").isEmpty)
    }

    @Test("phrases are those of a walk over all items", arguments: 1...8)
    func walk(seed: UInt64) {
        var shop = RandomShop(seed: seed)
        var index = LexicalIndex()
        var titles: [UInt32: [String]] = [:]
        let words = ["red", "oak", "lamp", "cup"]
        for document in 0..<UInt32(200) {
            let title = (0..<shop.random.index(below: 7)).map { _ in shop.random.pick(words) }
            var item = Item(id: "\(document)")
            item.title = LocalizedText(title.joined(separator: " "))
            index.insert(item, as: document)
            titles[document] = title
            guard shop.random.chance(0.2), let gone = titles.keys.min() else { continue }
            index.remove(gone)
            titles[gone] = nil
        }
        for _ in 0..<20 {
            let phrase = (0..<1 + shop.random.index(below: 3)).map { _ in shop.random.pick(words) }
            let expected = titles.filter { _, title in
                title.indices.contains { title[$0...].starts(with: phrase) }
            }
            let text = "\"" + phrase.joined(separator: " ") + "\""
            #expect(Self.found(index, text) == Set(expected.keys), "\(text), seed \(seed)")
        }
    }

    // MARK: Synonyms

    private static let synonymCases: [(text: String, documents: Set<UInt32>)] = [
        ("trainers", [0, 1]), ("sneakers", [0, 1]), ("sneekers", [0, 1]), ("telly", [2, 3]),
        ("tv", [2]), ("television set", [3]), ("cell phone", [4, 5]), ("mobile", [4, 5]),
        ("phone cell", [5]), ("笔记本电脑", [6, 7]), ("notebook", [6]), ("TRAINER", [0, 1]),
    ]

    @Test(
        "synonyms, one-way and two-way, of several words, in Chinese, after a typing error",
        arguments: synonymCases)
    func synonyms(text: String, documents: Set<UInt32>) {
        let index = Self.index([
            "White trainers", "Blue sneakers", "Flat tv", "A television set", "Mobile",
            "Cell phone",
            "Notebook 14", "笔记本电脑", "set", "jelly",
        ])
        let synonyms = Synonyms([
            .same(["trainers", "sneakers"]), .oneWay("telly", ["tv", "television set"]),
            .same(["cell phone", "mobile"]), .oneWay("笔记本电脑", ["notebook"]), .same([""]),
        ])
        #expect(Self.found(index, text, synonyms) == documents)
    }

    @Test("what was typed comes before what stands for it")
    func typedFirst() {
        let index = Self.index(["sneakers", "trainers"])
        let synonyms = Synonyms([.same(["trainers", "sneakers"])])
        for (number, text) in ["sneakers", "trainers"].enumerated() {
            let query = QueryReader(index, synonyms: synonyms).read(text)
            let matches = index.search(query, count: nil).matches
            #expect(matches.map(\.document) == [UInt32(number), UInt32(1 - number)])
        }
    }

    // MARK: Words that go on, and that say little

    private static let typingCases: [(text: String, documents: Set<UInt32>)] = [
        ("red la", [0, 1]), ("lan", [1]), ("lan ", []), ("red", [0, 1, 2]), ("re", [0, 1, 2]),
    ]

    @Test(
        "the last word may go on while somebody types",
        arguments: typingCases)
    func typing(text: String, documents: Set<UInt32>) {
        let index = Self.index(["Red lamp", "Red lantern", "Red oak", "tea"])
        #expect(Self.found(index, text, isTyping: true) == documents)
        if text == "lan" { #expect(Self.found(index, text).isEmpty) }
    }

    @Test(
        "items need not hold what says little",
        arguments: [("", "a lamp for the desk"), ("de", "eine Lampe für Tisch")])
    func stopWords(locale: String, text: String) {
        let index = Self.index(["desk lamp", "Tisch Lampe", "eine", "the for a"])
        let query = QueryReader(index, locale: locale).read(text)
        #expect(index.search(query, count: nil).matches.count == 1)
        // Alone they are words like others.
        #expect(Self.found(index, "the for") == [3])
        #expect(QueryReader(index, locale: "de").read("mit lampe").corrected == nil)
    }

    // MARK: Highlighting

    @Test(
        "what was found is marked, and all else escaped",
        arguments: [
            (
                "red lamp", "A Red <b>lamp</b>",
                "A <mark>Red</mark> &lt;b&gt;<mark>lamp</mark>&lt;/b&gt;"
            ),
            ("lamps", "Lamp & \"shade\"", "<mark>Lamp</mark> &amp; &quot;shade&quot;"),
            ("red", "Red\u{301}! red", "<mark>Red\u{301}</mark>! <mark>red</mark>"),
            ("耳机", "蓝牙耳机套", "蓝牙<mark>耳机</mark>套"),
            ("kxtg9344", "Phone KX-TG9344 x", "Phone <mark>KX-TG9344</mark> x"),
        ])
    func highlight(text: String, title: String, html: String) {
        let index = Self.index([title, "other"])
        let highlighter = Highlighter(QueryReader(index).read(text))
        #expect(highlighter.html(title) == html)
        #expect(highlighter.html("nothing here") == nil)
    }

    @Test("of a long text the stretch with the first mark is shown", arguments: 1...20)
    func excerpt(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let index = Self.index(["lantern"])
        let words = (0..<400).map { _ in random.pick(["é<b>", "灯笼好", "oak", "&", "T-shirt"]) }
        var text = words
        text[random.index(below: 400)] = "Lantern"
        let highlighter = Highlighter(QueryReader(index).read("lantern"))
        let html = try #require(highlighter.html(text.joined(separator: " ")))
        #expect(html.contains("<mark>Lantern</mark>") && html.utf8.count < 1500)
        #expect(!html.contains("<b>") && !html.contains("\u{FFFD}"))
    }
}
