import Commerce
import LexicalIndex
import Primitives
import TextAnalysis

/// The rules of a shop, ready to be asked which of them act on a search.
struct Rulebook: Sendable {
    static let rulesMax = 1000

    /// What conditions are about.
    struct Question {
        /// A placement, or `search`.
        var place = Rule.search
        var query: String
        /// The categories that the query was taken to name.
        var categories: Set<String>
        var isReturning: Bool
        /// What the user declared; nil of somebody who declared nothing.
        var user: User?
        var time: Timestamp
    }

    /// Of the highest priority first, then by id.
    private(set) var rules: [Rule] = []
    /// The words of each rule's queries, between blanks.
    private var texts: [[String]] = []
    /// What all rules say of words that stand for others.
    private(set) var synonyms = Synonyms()

    init(_ rules: [Rule] = []) {
        for rule in rules { insert(rule) }
        readSynonyms()
    }

    subscript(id: String) -> Rule? { rules.first { $0.id == id } }

    mutating func put(_ rule: Rule) {
        remove(rule.id)
        insert(rule)
        if !rule.action.synonyms.isEmpty { readSynonyms() }
    }

    private mutating func insert(_ rule: Rule) {
        let place =
            rules.firstIndex { (-$0.priority, $0.id) > (-rule.priority, rule.id) } ?? rules.count
        rules.insert(rule, at: place)
        texts.insert(rule.condition.queries.map(Self.words), at: place)
    }

    mutating func remove(_ id: String) {
        guard let place = rules.firstIndex(where: { $0.id == id }) else { return }
        texts.remove(at: place)
        if !rules.remove(at: place).action.synonyms.isEmpty { readSynonyms() }
    }

    private mutating func readSynonyms() {
        synonyms = Synonyms(
            rules.filter(\.isEnabled).flatMap(\.action.synonyms).map { synonym in
                switch synonym {
                case .same(let texts): .same(texts)
                case .oneWay(let text, let others): .oneWay(text, others)
                }
            })
    }

    /// The rules that act, in their order.
    func acting(on question: Question) -> [Rule] {
        guard rules.contains(where: { $0.condition.holds(at: question.place) }) else { return [] }
        let words = Self.words(question.query)
        return zip(rules, texts).compactMap { rule, texts in
            rule.isActive(at: question.time) && Self.holds(rule.condition, texts, words, question)
                ? rule : nil
        }
    }

    /// Folded words between blanks, so that words are found whole. Chinese has none between its
    /// words and is found anywhere.
    private static func words(_ text: String) -> String {
        " " + Analyser.words(text).joined(separator: " ") + " "
    }

    private static func holds(
        _ condition: RuleCondition, _ texts: [String], _ words: String, _ question: Question
    ) -> Bool {
        guard condition.holds(at: question.place) else { return false }
        let isAsked = texts.contains { text in
            switch condition.match {
            case .exact: return text == words
            case .contains:
                let isSpaced = text.utf8.allSatisfy { $0 < 0x80 }
                return words.contains(isSpaced ? text : String(text.dropFirst().dropLast()))
            }
        }
        guard texts.isEmpty || isAsked else { return false }
        if let category = condition.category, !question.categories.contains(category) {
            return false
        }
        if let visitors = condition.visitors, (visitors == .returning) != question.isReturning {
            return false
        }
        guard !condition.user.isEmpty else { return true }
        guard let fields = question.user?.fields else { return false }
        return condition.user.allSatisfy { name, texts in
            fields[name]?.string.map(texts.contains) ?? false
        }
    }
}
