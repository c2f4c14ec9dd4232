import Primitives
import TextAnalysis

/// Finishes what a shopper is typing: texts by any word they start with.
///
/// Two sorted runs: a large one that is shared, and a small one for what is new, merged into the
/// large one when it is full. What is taken out of the large one is only hidden until then.
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
            if precedes(other.key) { return true }
            if other.precedes(key) { return false }
            let (a, b) = (suggestion, other.suggestion)
            return (a.text, a.kind.rawValue, a.item ?? "") < (b.text, b.kind.rawValue, b.item ?? "")
        }

        func precedes(_ key: String) -> Bool {
            self.key.utf8.lexicographicallyPrecedes(key.utf8)
        }
    }

    /// Words of a text that can be its start; later ones are rarely typed first.
    private static let startsMax = 6
    /// Entries looked at for one prefix.
    static let scanMax = 4096
    /// Entries of the small run, and suggestions hidden: what one update moves at most.
    private static let recentMax = 1024
    /// Suggestions given at most.
    package static let limitMax = 100

    private(set) var base: [Entry] = []
    private(set) var recent: [Entry] = []
    private var hidden: Set<Suggestion> = []

    package init() {}

    /// Adds a suggestion; one that is there already stays once.
    package mutating func insert(_ suggestion: Suggestion) {
        let entries = Self.entries(of: suggestion)
        guard let first = entries.first, hidden.remove(suggestion) == nil,
            Self.index(of: first, in: base) == nil, Self.index(of: first, in: recent) == nil
        else { return }
        for entry in entries {
            recent.insert(entry, at: Self.lowerBound(in: recent) { $0.precedes(entry) })
        }
        if recent.count > Self.recentMax { merge() }
    }

    /// Inserts many at once, for the cost of one sort.
    package mutating func insert(contentsOf suggestions: [Suggestion]) {
        merge()
        recent = Set(suggestions).flatMap(Self.entries)
        recent.sort { $0.precedes($1) }
        merge()
    }

    /// Takes a suggestion out.
    package mutating func remove(_ suggestion: Suggestion) {
        let entries = Self.entries(of: suggestion)
        guard let first = entries.first else { return }
        if Self.index(of: first, in: recent) != nil {
            for entry in entries {
                if let index = Self.index(of: entry, in: recent) { recent.remove(at: index) }
            }
        } else if Self.index(of: first, in: base) != nil {
            hidden.insert(suggestion)
            if hidden.count > Self.recentMax { merge() }
        }
    }

    /// Puts suggestions in the place of all of one kind, for the cost of one sort of the new.
    package mutating func replace(_ kind: Kind, with suggestions: [Suggestion]) {
        merge()
        base.removeAll { $0.suggestion.kind == kind }
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
        guard !prefix.isEmpty, limit > 0 else { return [] }
        var best = Shortlist(limit: min(limit, Self.limitMax))
        for run in [base, recent] {
            let start = Self.lowerBound(in: run) { $0.precedes(prefix) }
            for entry in run[start...].prefix(Self.scanMax) {
                guard entry.key.utf8.starts(with: prefix.utf8) else { break }
                if isOffered(entry.suggestion) {
                    best.offer(entry.suggestion, weight: weight(entry.suggestion))
                }
            }
        }
        return best.suggestions
    }

    func isOffered(_ suggestion: Suggestion) -> Bool {
        hidden.isEmpty || !hidden.contains(suggestion)
    }

    // MARK: Runs

    private static func entries(of suggestion: Suggestion) -> [Entry] {
        let words = Analyser.words(suggestion.text)
        return words.indices.prefix(startsMax).map {
            Entry(key: key(words[$0...]), suggestion: suggestion)
        } + typedKeys(of: suggestion).map { Entry(key: $0, suggestion: suggestion) }
    }

    static func key(_ words: ArraySlice<String>) -> String {
        words.joined(separator: " ")
    }

    private static func index(of entry: Entry, in run: [Entry]) -> Int? {
        let index = lowerBound(in: run) { $0.precedes(entry) }
        return index < run.count && run[index].suggestion == entry.suggestion ? index : nil
    }

    /// The index of the first entry that does not precede what is looked for.
    private static func lowerBound(in run: [Entry], _ precedes: (Entry) -> Bool) -> Int {
        var low = 0
        var high = run.count
        while low < high {
            let middle = (low + high) / 2
            if precedes(run[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Makes one run of both, without what is hidden and without repetitions.
    private mutating func merge() {
        var merged: [Entry] = []
        merged.reserveCapacity(base.count + recent.count)
        var index = 0
        for entry in base where hidden.isEmpty || !hidden.contains(entry.suggestion) {
            while index < recent.count, recent[index].precedes(entry) {
                merged.append(recent[index])
                index += 1
            }
            if index < recent.count, !entry.precedes(recent[index]) { index += 1 }
            merged.append(entry)
        }
        merged += recent[index...]
        base = merged
        recent = []
        hidden = []
    }
}
