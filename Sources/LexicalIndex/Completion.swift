import Primitives
import TextAnalysis

/// Finishes what a shopper is typing: texts by any word they start with.
///
/// Titles lie apart from all else: in a large shop thousands begin with the same two letters, and
/// queries, categories and brands must not be lost among them.
package struct Completion: Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case query, category, brand, item
    }

    /// A text that can be offered.
    package struct Suggestion: Hashable, Sendable {
        package var text: String
        package var kind: Kind
        /// The item that a title belongs to.
        package var item: String?

        package init(text: String, kind: Kind, item: String? = nil) {
            self.text = text
            self.kind = kind
            self.item = item
        }
    }

    /// A suggestion under the folded words from one of its words on, or under how these are typed.
    struct Entry: Sendable {
        var key: String
        var suggestion: Suggestion

        /// By the bytes of the key, so that a prefix finds one stretch; a total order, so that what
        /// a stretch holds does not depend on the order of updates.
        func precedes(_ other: Entry) -> Bool {
            let (a, b) = (suggestion, other.suggestion)
            let byKey = Self.order(key, other.key)
            guard byKey == 0 else { return byKey < 0 }
            let byText = Self.order(a.text, b.text)
            guard byText == 0 else { return byText < 0 }
            return (a.kind.rawValue, a.item ?? "") < (b.kind.rawValue, b.item ?? "")
        }

        func precedes(_ key: String) -> Bool { Self.order(self.key, key) < 0 }

        /// Below 0 where the bytes of the one come before those of the other, 0 where they are equal.
        private static func order(_ one: String, _ other: String) -> Int {
            let (a, b) = (one.utf8.span, other.utf8.span)
            for place in 0..<min(a.count, b.count) where a[place] != b[place] {
                return Int(a[place]) - Int(b[place])
            }
            return a.count - b.count
        }
    }

    /// Words of a text that can be its start; later ones are rarely typed first.
    private static let startsMax = 6
    /// Entries of a run that are looked at for what was typed. Weighing one takes up to a
    /// microsecond in a large shop, where most of what it takes is not in the cache.
    static let namesMax = 1024
    static let titlesMax = 512
    /// Suggestions given at most.
    package static let limitMax = 100

    /// Queries, categories and brands; titles.
    private(set) var names = SuggestionRuns()
    private(set) var titles = SuggestionRuns()

    package init() {}

    /// Adds a suggestion; one that is there already stays once.
    package mutating func insert(_ suggestion: Suggestion) {
        let entries = Self.entries(of: suggestion)
        if suggestion.kind == .item { titles.insert(entries) } else { names.insert(entries) }
    }

    /// Inserts many at once, for the cost of one sort.
    package mutating func insert(contentsOf suggestions: [Suggestion]) {
        let all = Set(suggestions)
        names.insert(contentsOf: all.lazy.filter { $0.kind != .item }.flatMap(Self.entries))
        titles.insert(contentsOf: all.lazy.filter { $0.kind == .item }.flatMap(Self.entries))
    }

    /// Takes a suggestion out.
    package mutating func remove(_ suggestion: Suggestion) {
        let entries = Self.entries(of: suggestion)
        if suggestion.kind == .item { titles.remove(entries) } else { names.remove(entries) }
    }

    /// Puts suggestions in the place of all of one kind, for the cost of one sort of the new.
    package mutating func replace(_ kind: Kind, with suggestions: [Suggestion]) {
        if kind == .item { titles.removeAll(of: kind) } else { names.removeAll(of: kind) }
        insert(contentsOf: suggestions)
    }

    /// The best suggestions for what was typed, by `weight` and then by text, no text twice.
    package func suggestions(
        for typed: String, limit: Int, weight: (Suggestion) -> Double
    ) -> [Suggestion] {
        suggestions(under: Self.key(Analyser.words(typed)[...]), limit: limit, weight: weight)
    }

    /// The best suggestions of which a key begins with `prefix`.
    func suggestions(
        under prefix: String, limit: Int, weight: (Suggestion) -> Double
    ) -> [Suggestion] {
        guard !prefix.isEmpty else { return [] }
        return best(limit, weight) { run in [SuggestionRuns.stretch(of: prefix, in: run)] }
    }

    /// The best suggestions of some stretches of each run.
    func best(
        _ limit: Int, _ weight: (Suggestion) -> Double, _ stretches: ([Entry]) -> [Range<Int>]
    ) -> [Suggestion] {
        guard limit > 0 else { return [] }
        var best = Shortlist(limit: min(limit, Self.limitMax))
        for (runs, most) in [(names, Self.namesMax), (titles, Self.titlesMax)] {
            for run in [runs.base, runs.recent] {
                for index in stretches(run).joined().prefix(most) {
                    let suggestion = run[index].suggestion
                    if runs.isOffered(suggestion) {
                        best.offer(suggestion, weight: weight(suggestion))
                    }
                }
            }
        }
        return best.suggestions
    }

    private static func entries(of suggestion: Suggestion) -> [Entry] {
        let words = Analyser.words(suggestion.text)
        return words.indices.prefix(startsMax).map {
            Entry(key: key(words[$0...]), suggestion: suggestion)
        } + typedKeys(of: suggestion).map { Entry(key: $0, suggestion: suggestion) }
    }

    static func key(_ words: ArraySlice<String>) -> String {
        words.joined(separator: " ")
    }
}
