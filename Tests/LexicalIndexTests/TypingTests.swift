import LexicalIndex
import Primitives
import Testing
import TextAnalysis

@Suite("completion of what is typed otherwise")
struct TypingTests {
    private static let texts = [
        "蓝牙耳机", "无线蓝牙耳机", "连衣裙", "綠色連衣裙", "手机", "手机壳", "Samsung 手机", "vivo手机",
    ]

    private static let completion: Completion = {
        var completion = Completion()
        for text in texts {
            completion.insert(Completion.Suggestion(text: text, kind: .query))
        }
        return completion
    }()

    @Test(
        "pinyin, in full and by initials, from any word on",
        arguments: [
            ("lanya", ["无线蓝牙耳机", "蓝牙耳机"]), ("lan ya er", ["无线蓝牙耳机", "蓝牙耳机"]),
            ("ly", ["无线蓝牙耳机", "蓝牙耳机", "连衣裙", "綠色連衣裙"].filter { $0.contains("牙") }),
            ("lyej", ["无线蓝牙耳机", "蓝牙耳机"]), ("lyq", ["綠色連衣裙", "连衣裙"].sorted()),
            ("lvse", ["綠色連衣裙"]), ("sjk", ["手机壳"]), ("erji", ["无线蓝牙耳机", "蓝牙耳机"]),
            ("shouji", ["Samsung 手机", "vivo手机", "手机", "手机壳"]), ("x", []), ("蓝牙", []),
        ])
    func pinyin(_ typed: String, _ expected: [String]) {
        let found = Self.completion.suggestions(pinyin: typed, limit: 20) { _ in 1 }
        if typed == "ly" {
            #expect(Set(found.map(\.text)).isSuperset(of: expected))
        } else {
            #expect(found.map(\.text).sorted() == expected.sorted())
        }
    }

    @Test("what is removed is offered in no way of typing")
    func removal() {
        var completion = Self.completion
        completion.remove(Completion.Suggestion(text: "连衣裙", kind: .query))
        #expect(completion.suggestions(pinyin: "lyq", limit: 9) { _ in 1 }.map(\.text) == ["綠色連衣裙"])
    }

    @Test("one edit from a prefix, as a look at all finds", arguments: 1...6 as ClosedRange<UInt64>)
    func near(_ seed: UInt64) {
        var rng = SeededRNG(seed: seed)
        let letters = Array("abc")
        func word(_ length: Int) -> String {
            String((0..<length).map { _ in letters[rng.index(below: letters.count)] })
        }
        let texts = Set((0..<400).map { _ in "x" + word(3 + rng.index(below: 6)) })
        var completion = Completion()
        completion.insert(
            contentsOf: texts.sorted().prefix(300).map {
                Completion.Suggestion(text: $0, kind: .query)
            })
        for text in texts.sorted().dropFirst(300) {
            completion.insert(Completion.Suggestion(text: text, kind: .query))
        }
        for _ in 0..<100 {
            let typed = "x" + word(3 + rng.index(below: 4))
            let found = completion.suggestions(near: typed, limit: 100) { _ in 1 }
            let expected = texts.filter { text in
                (typed.count - 1...typed.count + 1).contains { length in
                    let prefix = text.prefix(length)
                    return prefix.count == length
                        && editDistance(
                            Array(prefix.unicodeScalars), Array(typed.unicodeScalars), limit: 1)
                            != nil
                }
            }
            #expect(
                found.map(\.text) == Array(expected.sorted().prefix(100)), "seed \(seed), \(typed)")
        }
    }
}
