import TextAnalysis

/// Words that stand for others.
///
/// Texts are compared by their terms, so that case, accents, plurals and the width of characters do
/// not matter; Chinese is compared pair by pair.
package struct Synonyms: Sendable {
    package enum Rule: Hashable, Sendable {
        /// Each of these finds all the others.
        case same([String])
        /// The first finds the others too; they do not find it.
        case oneWay(String, [String])
    }

    /// A stretch of a query's words, and what stands for it.
    struct Match {
        var range: Range<Int>
        var replacements: [[String]]
    }

    /// Replacements of one text that are looked for.
    package static let replacementsMax = 20

    /// By its words, what stands for a text.
    private var replacements: [[String]: [[String]]] = [:]
    /// Every word with which such a text begins, and the longest of these texts.
    private var longest: [String: Int] = [:]
    private var words: Set<String> = []

    /// - Parameter rules: The rules; a text without words says nothing.
    package init(_ rules: [Rule] = []) {
        for rule in rules {
            switch rule {
            case .oneWay(let text, let others): add(text, others)
            case .same(let texts):
                for (place, text) in texts.enumerated() {
                    var others = texts
                    others.remove(at: place)
                    add(text, others)
                }
            }
        }
    }

    package var isEmpty: Bool { replacements.isEmpty }

    private mutating func add(_ text: String, _ others: [String]) {
        let from = Analyser.queryTerms(text)
        guard let first = from.first else { return }
        for other in others {
            let to = Analyser.queryTerms(other)
            guard !to.isEmpty, to != from, replacements[from]?.contains(to) != true else {
                continue
            }
            replacements[from, default: []].append(to)
        }
        longest[first] = max(longest[first] ?? 0, from.count)
        words.formUnion(from)
    }

    /// Whether a rule knows the word, which is then spelt as meant.
    func knows(_ word: String) -> Bool { words.contains(word) }

    /// What stands for parts of a query; from each word on the longest part.
    func matches(in words: [String]) -> [Match] {
        words.indices.compactMap { start in
            let most = min(longest[words[start]] ?? 0, words.count - start)
            for count in stride(from: most, to: 0, by: -1) {
                let range = start..<start + count
                if let found = replacements[Array(words[range])] {
                    return Match(
                        range: range, replacements: Array(found.prefix(Self.replacementsMax)))
                }
            }
            return nil
        }
    }
}
