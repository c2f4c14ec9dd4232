import Commerce
import LexicalIndex
import Primitives
import Testing
import TextAnalysis

@Suite("Spelling")
struct CorrectionTests {
    @Test("the nearest word is the one that trying all finds", arguments: 1...10)
    func againstNaive(seed: UInt64) {
        var shop = RandomShop(seed: seed)
        var index = LexicalIndex()
        var naive = NaiveIndex()
        for _ in 0..<6 {
            for _ in 0..<30 { shop.change(&index, &naive) }
            for _ in 0..<40 {
                let typed = shop.misspelt()
                let found = index.correction(of: typed)
                #expect(found == naive.correction(of: typed), "\(typed), seed \(seed)")
            }
        }
    }

    @Test(
        "one edit from four letters on, two from eight",
        arguments: [
            ("lamp", nil), ("lanp", "lamp"), ("lmap", "lamp"), ("lam", nil), ("lampss", nil),
            ("lanterm", "lantern"), ("lentarn", nil), ("lenternn", "lantern"), ("unheardof", nil),
            ("", nil), ("москов", "москов1"), ("耳塞", nil), ("蓝牙", nil),
        ] as [(String, String?)])
    func limits(typed: String, expected: String?) {
        var item = Item(id: "a")
        item.title = "lamp lantern москов1 耳机 蓝色"
        var index = LexicalIndex()
        index.insert(item, as: 0)
        #expect(index.correction(of: typed) == expected)
    }

    @Test("among equally near words the one in most items wins, then the first in order")
    func ties() {
        var index = LexicalIndex()
        for (number, title) in ["cart", "card", "card", "care"].enumerated() {
            var item = Item(id: "\(number)")
            item.title = LocalizedText(title)
            index.insert(item, as: UInt32(number))
        }
        #expect(index.correction(of: "carx") == "card")
        index.remove(1)
        #expect(index.correction(of: "carx") == "card")
        index.remove(2)
        #expect(index.correction(of: "carx") == "care")
    }

    @Test("the edit distance is that of the whole table", arguments: 1...10)
    func distance(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for _ in 0..<300 {
            let (a, b) = (Self.word(&random), Self.word(&random))
            let expected = naiveDistance(a, b)
            for limit in 0...6 {
                let found = editDistance(
                    Array(a.unicodeScalars), Array(b.unicodeScalars), limit: limit)
                #expect(found == (expected <= limit ? expected : nil), "\(a) \(b), seed \(seed)")
            }
        }
    }

    private static func word(_ random: inout SeededRNG) -> String {
        String((0..<random.index(below: 8)).map { _ in random.pick(Array("abcж")) })
    }
}
