import LexicalIndex
import Primitives
import Testing
import TextAnalysis

@Suite("Completion")
struct CompletionTests {
    private typealias Suggestion = Completion.Suggestion

    @Test("suggestions are those that a look at all finds", arguments: 1...8)
    func againstNaive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var completion = Completion()
        var held: Set<Suggestion> = []
        for step in 0..<1500 {
            let suggestion = Self.suggestion(&random)
            switch random.index(below: 100) {
            case 0 where step % 3 == 0:
                let many = (0..<300).map { _ in Self.suggestion(&random) }
                completion.insert(contentsOf: many)
                held.formUnion(many)
            case ..<60:
                completion.insert(suggestion)
                held.insert(suggestion)
            case ..<75:
                completion.remove(suggestion)
                held.remove(suggestion)
            default:
                guard let one = Self.sorted(held).randomElement(using: &random) else { continue }
                completion.remove(one)
                held.remove(one)
            }
            guard step % 25 == 0 else { continue }
            for typed in Self.typed(&random) {
                let limit = 1 + random.index(below: 12)
                let found = completion.suggestions(for: typed, limit: limit, weight: Self.weight)
                let expected = Self.naive(held, typed, limit)
                #expect(found == expected, "\(typed), step \(step), seed \(seed)")
                #expect(Set(found.map(\.text)).count == found.count)
            }
        }
    }

    @Test("the order of updates does not matter, and a copy answers as before", arguments: 1...5)
    func values(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let all = (0..<900).map { _ in Self.suggestion(&random) }
        var completion = Completion()
        for suggestion in all { completion.insert(suggestion) }
        var other = Completion()
        other.insert(contentsOf: all.shuffled(using: &random))
        let copy = completion
        let typed = (0..<10).flatMap { _ in Self.typed(&random) }
        let answers = typed.map { copy.suggestions(for: $0, limit: 10, weight: Self.weight) }
        #expect(typed.map { other.suggestions(for: $0, limit: 10, weight: Self.weight) } == answers)
        for suggestion in all { completion.remove(suggestion) }
        for text in typed {
            #expect(completion.suggestions(for: text, limit: 10, weight: Self.weight).isEmpty)
        }
        #expect(typed.map { copy.suggestions(for: $0, limit: 10, weight: Self.weight) } == answers)
    }

    @Test("what is taken out and put in again many times is offered once")
    func again() {
        var completion = Completion()
        let title = Suggestion(text: "Oak table", kind: .item, item: "i4")
        completion.insert(contentsOf: [title, title])
        for _ in 0..<3000 {
            completion.remove(title)
            #expect(completion.suggestions(for: "oak", limit: 5) { _ in 1 }.isEmpty)
            completion.insert(title)
            completion.insert(title)
        }
        #expect(completion.suggestions(for: "tab", limit: 5) { _ in 1 } == [title])
        completion.remove(title)
        #expect(completion.suggestions(for: "tab", limit: 5) { _ in 1 }.isEmpty)
    }

    @Test(
        "texts by the start of any of their first words",
        arguments: [
            ("blu", ["Blue teapot"]), ("TEA", ["Blue teapot", "Tea cup"]), ("tea c", ["Tea cup"]),
            ("cup", ["Tea cup"]), ("cre", ["Crème"]), ("crè", ["Crème"]), ("eapot", []),
            ("蓝牙", ["蓝牙耳机"]), ("蓝", ["蓝牙耳机"]), ("耳机", []), ("", []), (" !", []), ("🎁", []),
            ("women's d", ["Women’s dress"]), ("six", ["one two three four five six seven"]),
            ("seven", []),
        ] as [(String, [String])])
    func prefixes(typed: String, expected: [String]) {
        var completion = Completion()
        let texts = [
            "Blue teapot", "Tea cup", "Crème", "蓝牙耳机", "🎁", "Women’s dress",
            "one two three four five six seven",
        ]
        for text in texts { completion.insert(Suggestion(text: text, kind: .query)) }
        #expect(completion.suggestions(for: typed, limit: 10) { _ in 1 }.map(\.text) == expected)
    }

    @Test("queries are not lost among thousands of titles, however few letters are typed")
    func namesAmongTitles() {
        var completion = Completion()
        let query = Suggestion(text: "tea zebra", kind: .query)
        completion.insert(
            contentsOf: [query]
                + (0..<5000).map { Suggestion(text: "tea \($0)", kind: .item, item: "i\($0)") })
        for typed in ["t", "te", "tea"] {
            let found = completion.suggestions(for: typed, limit: 5) { $0.kind == .query ? 1 : 0 }
            #expect(found.first == query)
        }
    }

    @Test("limits of nothing and of more than can be given")
    func limits() {
        var completion = Completion()
        for number in 0..<300 {
            completion.insert(Suggestion(text: "tea \(number)", kind: .item, item: "i\(number)"))
        }
        #expect(completion.suggestions(for: "tea", limit: 0) { _ in 1 }.isEmpty)
        #expect(completion.suggestions(for: "tea", limit: -1) { _ in 1 }.isEmpty)
        let many = completion.suggestions(for: "tea", limit: .max) {
            Double($0.text.dropFirst(4)) ?? 0
        }
        let best = (0..<300).suffix(Completion.limitMax).reversed().map { "i\($0)" }
        #expect(many.map(\.item) == best)
    }

    // MARK: Reference

    private static func naive(
        _ held: Set<Suggestion>, _ typed: String, _ limit: Int
    ) -> [Suggestion] {
        let prefix = Analyser.words(typed).joined(separator: " ")
        guard !prefix.isEmpty else { return [] }
        let matching = held.filter { suggestion in
            let words = Analyser.words(suggestion.text)
            return words.indices.prefix(6).contains {
                words[$0...].joined(separator: " ").hasPrefix(prefix)
            }
        }
        var texts: Set<String> = []
        return sorted(matching).filter { texts.insert($0.text).inserted }.prefix(limit).map(\.self)
    }

    private static func sorted(_ suggestions: Set<Suggestion>) -> [Suggestion] {
        suggestions.sorted { a, b in
            if weight(a) != weight(b) { return weight(a) > weight(b) }
            return (a.text, a.kind.rawValue, a.item ?? "") < (b.text, b.kind.rawValue, b.item ?? "")
        }
    }

    /// Few weights, so that ties are common.
    private static func weight(_ suggestion: Suggestion) -> Double {
        Double(stableHash(suggestion.text, seed: UInt64(suggestion.kind.rawValue)) % 5)
    }

    private static func suggestion(_ random: inout SeededRNG) -> Suggestion {
        var shop = RandomShop(seed: random.next())
        let text = shop.text(upTo: 4)
        let kind = random.pick(Completion.Kind.allCases)
        let item = kind == .item ? "i\(random.index(below: 3))" : nil
        return Suggestion(text: text, kind: kind, item: item)
    }

    private static func typed(_ random: inout SeededRNG) -> [String] {
        var shop = RandomShop(seed: random.next())
        let text = shop.text(upTo: 3)
        let start = String(text.prefix(1 + random.index(below: 6)))
        return [text, start, String(shop.word().prefix(2))]
    }
}
