import LexicalIndex
import Primitives
import TextAnalysis

/// Texts that finish what is typed, and what was typed before.
extension Engine {
    /// Texts that finish what was typed: what the person searched for before, then by weight what
    /// begins so, what is typed so in Pinyin, and where room is left what begins so but for one
    /// letter.
    ///
    /// - Parameters:
    ///   - typed: What was typed; where nothing was, the person's own queries answer alone.
    ///   - limit: How many are wanted.
    ///   - asker: Who types.
    /// - Returns: The texts, best first, none twice.
    package func suggest(
        _ typed: String, limit: Int, asker: Asker = Asker()
    ) -> [Suggested] {
        let state = snapshot().state
        func weight(_ suggestion: Completion.Suggestion) -> Double {
            switch suggestion.kind {
            case .query: 2 + Double(state.behaviour.queries[suggestion.text] ?? 0)
            case .category: 1.5
            case .brand: 1.2
            case .item:
                suggestion.item.flatMap { state.behaviour.items.number(of: $0) }.map {
                    state.popularity(of: state.catalogue.learning($0))
                } ?? 0
            }
        }
        var suggested = Self.own(typed, asker, state)
        func add(_ suggestions: [Completion.Suggestion]) {
            for suggestion in suggestions
            where !suggested.contains(where: { $0.text == suggestion.text }) {
                suggested.append(
                    Suggested(
                        text: suggestion.text, kind: "\(suggestion.kind)", item: suggestion.item))
            }
        }
        let completion = state.catalogue.completion
        add(completion.suggestions(for: typed, limit: limit, weight: weight))
        if suggested.count < limit {
            add(completion.suggestions(pinyin: typed, limit: limit, weight: weight))
        }
        if suggested.count < limit {
            add(completion.suggestions(near: typed, limit: limit, weight: weight))
        }
        return Array(suggested.prefix(limit))
    }

    /// Own queries among the suggestions at most, where something was typed.
    private static let ownMax = 3

    /// The person's queries of which a word begins with what was typed, latest first.
    private static func own(
        _ typed: String, _ asker: Asker, _ state: EngineState
    ) -> [Suggested] {
        guard let person = asker.person else { return [] }
        let prefix = Analyser.words(typed).joined(separator: " ")
        let asked = state.behaviour.asked(by: person).filter { query in
            guard !prefix.isEmpty else { return true }
            let words = Analyser.words(query)
            return words.indices.contains {
                words[$0...].joined(separator: " ").hasPrefix(prefix)
            }
        }
        return asked.prefix(prefix.isEmpty ? PersonState.askedMax : ownMax).map {
            Suggested(text: $0, kind: "query", isOwn: true)
        }
    }
}
