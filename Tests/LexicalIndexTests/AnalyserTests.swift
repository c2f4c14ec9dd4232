import Primitives
import Testing
import TextAnalysis

@Suite("Analyser")
struct AnalyserTests {
    @Test(
        "terms of a text to index",
        arguments: [
            ("", []), ("  \n\t—…!", []), ("🎁🎉", []),
            ("Red Lantern", ["red", "lantern"]),
            ("Crème BRÛLÉE", ["creme", "brulee"]),
            ("cre\u{300}me", ["creme"]),
            ("İstanbul ISTANBUL", ["istanbul", "istanbul"]),
            ("Straße STRAẞE", ["strasse", "strasse"]),
            ("Smørrebrød Łódź œuf", ["smorrebrod", "lodz", "oeuf"]),
            ("cà phê sữa đá", ["ca", "phe", "sua", "da"]),
            ("ΟΔΟΣ οδός", ["οδοσ", "οδοσ"]),
            ("Ёлка елка", ["елка", "елка"]),
            ("ＬＥＤ　１２Ｖ", ["led", "12v"]),
            ("women's rock’n’roll", ["women", "rocknroll"]),
            ("T-shirt 2.5L A4", ["t", "tshirt", "shirt", "2", "2.5l", "5l", "a4"]),
            ("soft\u{AD}hyphen zero\u{200B}width", ["softhyphen", "zerowidth"]),
            ("🎁gift🎁box", ["gift", "box"]),
            ("茶", ["茶"]), ("茶壶", ["茶", "茶壶", "壶"]),
            ("蓝牙耳机", ["蓝", "蓝牙", "牙", "牙耳", "耳", "耳机", "机"]),
            ("iPhone手机壳 2个", ["iphone", "手", "手机", "机", "机壳", "壳", "2", "个"]),
            ("人々", ["人", "人々", "々"]),
            ("กล่อง", ["กล่อง"]),
            ("Apple&#xAE; iPhone&#174; caf&#xE9;", ["apple", "iphone", "cafe"]),
            ("&quot;AT&amp;T&quot;&#x2019;s", ["at", "att", "t", "s"]),
            ("a & b; &#x; &#xD800; &#99999999; &", ["a", "b", "x", "xd800", "99999999"]),
        ] as [(String, [String])])
    func indexTerms(text: String, expected: [String]) {
        #expect(Analyser.indexTerms(text) == expected)
    }

    @Test("a word with a character reference comes from all of it")
    func references() {
        let text = "une caf&#xE9; noire"
        let word = Analyser.tokens(text).first { $0.term == "cafe" }
        #expect(word?.source == 4..<13)
    }

    @Test(
        "terms of a query: pairs alone where there are any",
        arguments: [
            ("", []), ("茶", ["茶"]), ("茶壶", ["茶壶"]), ("蓝牙耳机", ["蓝牙", "牙耳", "耳机"]),
            ("red 茶 tea杯子", ["red", "茶", "tea", "杯子"]), ("Boxes", ["box"]),
        ] as [(String, [String])])
    func queryTerms(text: String, expected: [String]) {
        #expect(Analyser.queryTerms(text) == expected)
    }

    @Test(
        "words as typed keep their endings",
        arguments: [
            ("Red BOXES", ["red", "boxes"]), ("蓝牙耳机 pro", ["蓝牙耳机", "pro"]),
            ("children’s", ["childrens"]), ("!", []),
        ] as [(String, [String])])
    func words(text: String, expected: [String]) {
        #expect(Analyser.words(text) == expected)
    }

    @Test(
        "one and many meet",
        arguments: [
            ("lamp", "lamps"), ("box", "boxes"), ("watch", "watches"), ("dress", "dresses"),
            ("glass", "glasses"), ("brush", "brushes"), ("cherry", "cherries"), ("tie", "ties"),
            ("hoodie", "hoodies"), ("cookie", "cookies"), ("movie", "movies"), ("shoe", "shoes"),
            ("case", "cases"), ("size", "sizes"), ("toy", "toys"), ("tomato", "tomatos"),
        ])
    func plurals(one: String, many: String) {
        #expect(Analyser.indexTerms(one) == Analyser.indexTerms(many))
    }

    @Test(
        "what only looks like a plural stays",
        arguments: ["gas", "bus", "glass", "cactus", "tennis", "iris", "us", "s", "tie", "pie"])
    func noPlurals(word: String) {
        #expect(Analyser.indexTerms(word) == [word])
    }

    @Test("whatever a text is made of, a query of it finds only terms of it", arguments: 1...10)
    func anything(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA0...0x24F, 0x300...0x36F, 0x370...0x5FF, 0xE00...0xE5B,
            0x2000...0x20FF, 0x3000...0x30FF, 0x4E00...0x4E40, 0xAC00...0xAC40, 0xFF00...0xFFEF,
            0x1F300...0x1F5FF, 0x20000...0x20040,
        ]
        for _ in 0..<200 {
            var text = String.UnicodeScalarView()
            for _ in 0..<random.index(below: 30) {
                let range = random.pick(ranges)
                let value = range.lowerBound + UInt32(random.index(below: range.count))
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
            let indexed = Analyser.indexTerms(String(text))
            #expect(Set(Analyser.queryTerms(String(text))).isSubset(of: indexed), "seed \(seed)")
            #expect(!indexed.contains(""))
            let lower = Analyser.indexTerms(String(text).lowercased())
            #expect(lower.count == indexed.count, "\(String(text)), seed \(seed)")
        }
    }

    @Test("a very long word is one term that is cut, a very long text keeps all of its terms")
    func long() {
        let word = String(repeating: "a", count: 100_000)
        #expect(Analyser.indexTerms(word) == [String(word.prefix(240))])
        let text = String(repeating: "tea ", count: 50_000)
        #expect(Analyser.indexTerms(text).count == 50_000)
        // Runs are cut after 73 characters; a pair is lost at each cut.
        let chinese = String(repeating: "茶", count: 7200)
        #expect(Analyser.queryTerms(chinese).count == 7101)
    }
}
