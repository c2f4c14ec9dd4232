/// Turns text into the terms that an index holds and a query asks for.
package enum Analyser {
    /// The terms of a text to index, in order, repeats kept.
    ///
    /// - Parameters:
    ///   - text: What an item says, or a shopper asks.
    ///   - stemmer: That of the text's language: its stems stand beside the common ones.
    /// - Returns: The terms in order; those that stand beside a word follow it.
    package static func tokens(_ text: String, _ stemmer: Stemmer = .common) -> [Token] {
        var list = TermList()
        list.read(text, stemmer)
        return list.terms.map { term in
            Token(term: list.text(term), kind: term.kind, source: term.source)
        }
    }

    /// The terms of a text to index.
    package static func indexTerms(_ text: String) -> [String] { tokens(text).map(\.term) }

    /// The terms that must all be in a text for it to hold the query: no single characters and no
    /// phrases beside pairs, and nothing joined beside its parts.
    package static func queryTerms(_ text: String) -> [String] {
        tokens(text).lazy.filter { $0.kind == .word }.map(\.term)
    }

    /// The folded words of a text, unstemmed; what a shopper has typed so far.
    package static func words(_ text: String) -> [String] { Runs(text).texts }
}
