import Primitives
import TextAnalysis

/// Finishes what a shopper is typing: texts by any word they start with.
///
/// Two sorted runs: a large one that is shared, and a small one for what is new, merged into the
/// large one when it is full.
package struct Completion: Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case query, category, brand, item
    }

    /// A text that can be offered.
    package struct Suggestion: Hashable, Sendable {
        package var text: String
        package var kind: Kind
        /// The item that a title belongs to.
        package var item: UInt32?

        package init(text: String, kind: Kind, item: UInt32? = nil) {
            self.text = text
            self.kind = kind
            self.item = item
        }
    }

    /// A suggestion under the folded words from one of its words on.
    private struct Entry: Sendable {
        var key: String
        var suggestion: Suggestion

        func precedes(_ other: Entry) -> Bool { precedes(other.key) }

        /// By bytes, so that a prefix finds one stretch.
        func precedes(_ key: String) -> Bool {
            self.key.utf8.lexicographicallyPrecedes(key.utf8)
        }
    }

    /// Words of a text that can be its start; later ones are rarely typed first.
    private static let startsMax = 6
    /// Entries looked at for one prefix.
    private static let scanMax = 4096
    /// Entries of the small run: what one insertion moves at most.
    private static let recentMax = 1024

    private var base: [Entry] = []
    private var recent: [Entry] = []

    package init() {}

    package mutating func insert(_ suggestion: Suggestion) {
        for entry in Self.entries(of: suggestion) {
            recent.insert(entry, at: Self.lowerBound(of: entry.key, in: recent))
        }
        if recent.count > Self.recentMax { merge() }
    }

    /// Inserts many at once, for the cost of one sort.
    package mutating func insert(contentsOf suggestions: [Suggestion]) {
        recent += suggestions.flatMap(Self.entries)
        recent.sort { $0.precedes($1) }
        merge()
    }

    /// Takes out what `insert` put in.
    package mutating func remove(_ suggestion: Suggestion) {
        for entry in Self.entries(of: suggestion) {
            Self.remove(entry, from: &recent)
            Self.remove(entry, from: &base)
        }
    }

    /// The best suggestions for what was typed, by `weight` and then by text, no text twice.
    package func suggestions(
        for typed: String, limit: Int, weight: (Suggestion) -> Double
    ) -> [Suggestion] {
        let prefix = Self.key(Analyser.words(typed)[...])
        guard !prefix.isEmpty, limit > 0 else { return [] }
        var best: [String: (suggestion: Suggestion, weight: Double)] = [:]
        for run in [base, recent] {
            let start = Self.lowerBound(of: prefix, in: run)
            for entry in run[start...].prefix(Self.scanMax) {
                guard entry.key.utf8.starts(with: prefix.utf8) else { break }
                let weight = weight(entry.suggestion)
                let text = entry.suggestion.text
                if best[text].map({ $0.weight < weight }) ?? true {
                    best[text] = (entry.suggestion, weight)
                }
            }
        }
        var top = TopK<(suggestion: Suggestion, weight: Double)>(limit) { a, b in
            a.weight != b.weight ? a.weight > b.weight : a.suggestion.text < b.suggestion.text
        }
        for candidate in best.values { top.push(candidate) }
        return top.sorted().map(\.suggestion)
    }

    // MARK: Runs

    private static func entries(of suggestion: Suggestion) -> [Entry] {
        let words = Analyser.words(suggestion.text)
        return words.indices.prefix(startsMax).map {
            Entry(key: key(words[$0...]), suggestion: suggestion)
        }
    }

    private static func key(_ words: ArraySlice<String>) -> String {
        words.joined(separator: " ")
    }

    private static func remove(_ entry: Entry, from run: inout [Entry]) {
        var index = lowerBound(of: entry.key, in: run)
        while index < run.count, run[index].key == entry.key {
            if run[index].suggestion == entry.suggestion {
                run.remove(at: index)
                return
            }
            index += 1
        }
    }

    private static func lowerBound(of key: String, in run: [Entry]) -> Int {
        var low = 0
        var high = run.count
        while low < high {
            let middle = (low + high) / 2
            if run[middle].precedes(key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func merge() {
        var merged: [Entry] = []
        merged.reserveCapacity(base.count + recent.count)
        var index = 0
        for entry in base {
            while index < recent.count, recent[index].precedes(entry) {
                merged.append(recent[index])
                index += 1
            }
            merged.append(entry)
        }
        merged += recent[index...]
        base = merged
        recent = []
    }
}
