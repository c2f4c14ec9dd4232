import TextAnalysis

/// Reads a query in the light of what the shop's items say.
package struct QueryReader {
    /// Bytes of a query that are read.
    private static let bytesMax = 1000
    /// Unknown words that are looked for among like ones; each takes a look at all words.
    private static let unknownMax = 8

    /// How much counts what is not a word of its own.
    private static let joinedWeight: Float = 0.2
    private static let characterWeight: Float = 1
    private static let pairWeight: Float = 0.25
    private static let phraseWeight: Float = 0.3

    private let index: LexicalIndex
    private let stemmer: Stemmer
    private var slots: [Query.Slot] = []
    private var known: Set<String> = []
    private var words: [String] = []
    private var unknown = 0
    /// What replaces a stretch of the text, in order.
    private var corrections: [(source: Range<Int>, word: String)] = []

    package init(_ index: LexicalIndex, locale: String = "") {
        self.index = index
        stemmer = .of(locale: locale)
    }

    /// The query that a text asks.
    package consuming func read(_ text: String) -> Query {
        let text = Self.bounded(text)
        let tokens = Analyser.tokens(text, stemmer)
        for (place, token) in tokens.enumerated() where token.kind == .word {
            let next = place + 1 < tokens.count ? tokens[place + 1] : token
            read(token, stem: next.kind == .stem ? next.term : nil)
        }
        for (first, second) in zip(words, words.dropFirst()) {
            add(first + second, weight: Self.joinedWeight)
        }
        for kind in [Token.Kind.joined, .phrase, .character] {
            for token in tokens where token.kind == kind {
                add(token.term, weight: Self.weight(of: kind))
            }
        }
        return Query(slots: slots, words: words, corrected: corrected(text))
    }

    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > bytesMax else { return text }
        return String(decoding: text.utf8.prefix(bytesMax), as: UTF8.self)
    }

    private static func weight(of kind: Token.Kind) -> Float {
        switch kind {
        case .word, .stem: 1
        case .joined: joinedWeight
        case .phrase: phraseWeight
        case .character: characterWeight
        }
    }

    /// Looks for a word, or for those like it where no item holds it.
    private mutating func read(_ token: Token, stem: String?) {
        guard slots.count < FixedPoint.slotsMax, !known.contains(token.term) else { return }
        words.append(token.term)
        let forms = [token.term, stem].compactMap { $0 }.filter(index.contains)
        if !forms.isEmpty {
            known.insert(token.term)
            let weight = Self.isPair(token.term) ? Self.pairWeight : 1
            slots.append(
                Query.Slot(
                    term: token.term, alternatives: forms.map { ($0, 1) }, weight: weight,
                    isWord: true))
            return
        }
        guard unknown < Self.unknownMax else { return }
        unknown += 1
        let like = index.words(like: token.term)
        known.insert(token.term)
        slots.append(
            Query.Slot(
                term: token.term, alternatives: like.map { ($0.term, $0.weight) }, weight: 1,
                isWord: true))
        if let word = LexicalIndex.correction(among: like) {
            corrections.append((token.source, word))
        }
    }

    private static func isPair(_ term: String) -> Bool {
        guard let first = term.unicodeScalars.first else { return false }
        return first.value >= 0x3005 && term.unicodeScalars.count == 2
    }

    /// Looks for something beside the words, where an item holds it.
    private mutating func add(_ term: String, weight: Float) {
        guard slots.count < FixedPoint.slotsMax, !known.contains(term), index.contains(term) else {
            return
        }
        known.insert(term)
        slots.append(
            Query.Slot(
                term: term, alternatives: [(term, 1)], weight: weight, isWord: false))
    }

    /// The words of the text, folded, with what was put right.
    private func corrected(_ text: String) -> String? {
        guard !corrections.isEmpty else { return nil }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var end = 0
        for (source, word) in corrections {
            result += bytes[end..<source.lowerBound] + Array(word.utf8)
            end = source.upperBound
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }
}
