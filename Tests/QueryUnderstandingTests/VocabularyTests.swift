import Commerce
import Primitives
import QueryUnderstanding
import Testing

@Suite("a shop's vocabulary")
struct VocabularyTests {
    @Test("what is removed is no longer read, what others have is")
    func removal() {
        var vocabulary = Shop.vocabulary(Shop.english)
        let twin = Shop.item("Blue dress", brand: "Acme", categories: ["Dresses"])
        vocabulary.insert(twin)
        func read(_ query: String) -> [String] {
            QueryInterpreter(vocabulary) { _ in 1 }.read(query).slots.map(\.field)
        }
        #expect(read("acme dresses under 5 usd") == ["brand", "category", "price"])
        vocabulary.remove(Shop.english[0])
        #expect(read("acme dresses") == ["brand", "category"])
        vocabulary.remove(twin)
        #expect(read("acme dresses") == [])
        for item in Shop.english.dropFirst() { vocabulary.remove(item) }
        #expect(read("samsung phones under 5 usd") == [])
    }

    @Test("the order of updates is nowhere to be seen", arguments: [1, 2, 3] as [UInt64])
    func order(_ seed: UInt64) {
        var rng = SeededRNG(seed: seed)
        let items = Shop.english + Shop.chinese
        let queries =
            UnderstandingTests.english.map(\.query) + UnderstandingTests.chinese.map(\.query)
        let expected = queries.map { Shop.interpreter(items).read($0) }
        var shuffled = items
        for index in shuffled.indices.reversed() {
            shuffled.swapAt(index, rng.index(below: index + 1))
        }
        #expect(queries.map { Shop.interpreter(shuffled).read($0) } == expected)
    }

    @Test("hostile text is read in bounds", arguments: [11, 12] as [UInt64])
    func hostile(_ seed: UInt64) {
        var rng = SeededRNG(seed: seed)
        let interpreter = Shop.interpreter(Shop.english + Shop.chinese)
        let parts = [
            "under", "$", "9", "元", "以下", "的", "-", "百", "万", "k", "to", "1e9", "\u{0}", "\u{301}",
            "红色", "dress", " ", ".", ",", "𠀀", "้", "٣", "½", "①", "999999999999999999999", "&",
            "\"",
            "between", "and", "码", "多",
        ]
        for _ in 0..<3000 {
            let text = (0..<rng.index(below: 30)).map { _ in parts[rng.index(below: parts.count)] }
                .joined()
            let read = interpreter.read(text)
            let bytes = text.utf8.count
            for slot in read.slots {
                #expect(
                    slot.source.upperBound <= bytes && !slot.source.isEmpty, "seed \(seed): \(text)"
                )
                #expect((slot.atLeast ?? 0) <= slot.atMost ?? .infinity, "seed \(seed): \(text)")
            }
        }
        for text in [
            String(repeating: "红", count: 10_000), String(repeating: "$9 ", count: 10_000),
        ] {
            #expect(interpreter.read(text).words == text)
        }
    }
}
