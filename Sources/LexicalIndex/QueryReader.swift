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
    /// Model numbers, sizes and versions tell things apart that have the same name.
    private static let numberWeight: Float = 1.3
    private static let phraseWeight: Float = 0.3
    /// How much counts what stands for a word, and what the word may become.
    private static let synonymWeight: Float = 0.9
    private static let finishedWeight: Float = 0.7

    private let index: LexicalIndex
    private let stemmer: Stemmer
    private let stopWords: StopWords
    private let synonyms: Synonyms
    private let isTyping: Bool

    private var query = Query()
    /// The slots by their terms.
    private var places: [String: Int] = [:]
    /// The words as they are meant: what was put right in place of what was typed.
    private var meant: [String] = []
    private var unknown = 0
    /// What replaces a stretch of the text, in order.
    private var corrections: [(source: Range<Int>, word: String)] = []

    /// - Parameters:
    ///   - index: Whose words are known.
    ///   - locale: The language of the query, such as `de` or `zh-Hant`; empty where nobody knows.
    ///   - synonyms: What stands for what, also for words that were put right.
    ///   - isTyping: Whether the last word may go on.
    package init(
        _ index: LexicalIndex, locale: String = "", synonyms: Synonyms = Synonyms(),
        isTyping: Bool = false
    ) {
        self.index = index
        self.synonyms = synonyms
        self.isTyping = isTyping
        stemmer = .of(locale: locale)
        stopWords = StopWords(locale: locale)
    }

    /// The query that a text asks.
    package consuming func read(_ text: String) -> Query {
        let text = Self.bounded(text)
        let tokens = Analyser.tokens(text, stemmer)
        readWords(tokens, text)
        for (first, second) in zip(query.words, query.words.dropFirst()) {
            add(first + second, weight: Self.joinedWeight)
        }
        for kind in [Token.Kind.joined, .phrase, .character] {
            for token in tokens where token.kind == kind {
                add(token.term, weight: Self.weight(of: kind))
            }
        }
        query.phrases = Quotation.ranges(in: text).map { range in
            tokens.filter { $0.kind == .word && range.contains($0.source.lowerBound) }.map(\.term)
        }.filter { !$0.isEmpty }
        query.corrected = corrected(text)
        return query
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

    // MARK: Words

    private mutating func readWords(_ tokens: [Token], _ text: String) {
        let words = tokens.indices.filter { tokens[$0].kind == .word }
        let isOnlyStops = words.allSatisfy { stopWords.contains(tokens[$0].term) }
        for place in words where query.slots.count < FixedPoint.slotsMax {
            let token = tokens[place]
            let next = place + 1 < tokens.count ? tokens[place + 1] : token
            let isLast = place == words.last && token.source.upperBound == text.utf8.count
            read(
                token, stem: next.kind == .stem ? next.term : nil,
                isStop: !isOnlyStops && stopWords.contains(token.term),
                isOpen: isTyping && isLast ? Analyser.words(text).last : nil)
        }
        for match in synonyms.matches(in: meant) {
            for term in Set(query.words[match.range]) {
                guard let place = places[term] else { continue }
                for words in match.replacements { stand(words, for: place) }
            }
        }
    }

    /// Looks for a word, or for those like it where no item holds it. Of what says little items
    /// need not hold any.
    private mutating func read(_ token: Token, stem: String?, isStop: Bool, isOpen: String?) {
        query.words.append(token.term)
        meant.append(token.term)
        guard places[token.term] == nil else { return }
        let forms = [token.term, stem].compactMap { $0 }.filter(index.contains)
        var alternatives = forms.map { (term: $0, weight: Float(1)) }
        for word in (isOpen.map { index.words(beginningWith: $0) } ?? [])
        where !forms.contains(word) {
            alternatives.append((word, Self.finishedWeight))
        }
        if alternatives.isEmpty, !isStop, !synonyms.knows(token.term) {
            guard unknown < Self.unknownMax else { return }
            unknown += 1
            let like = index.words(like: token.term)
            alternatives = like.map { ($0.term, $0.weight) }
            if let word = LexicalIndex.correction(among: like) {
                corrections.append((token.source, word))
                meant[meant.count - 1] = word
            }
        }
        guard !alternatives.isEmpty || !isStop else { return }
        places[token.term] = query.slots.count
        query.slots.append(
            Query.Slot(
                term: token.term, alternatives: alternatives,
                weight: !forms.isEmpty && Self.isPair(token.term)
                    ? Self.pairWeight : Self.hasDigit(token.term) ? Self.numberWeight : 1,
                isWord: !isStop))
    }

    private static func hasDigit(_ term: String) -> Bool {
        term.utf8.contains { (0x30...0x39).contains($0) }
    }

    private static func isPair(_ term: String) -> Bool {
        guard let first = term.unicodeScalars.first else { return false }
        return first.value >= 0x3005 && term.unicodeScalars.count == 2
    }

    /// Lets words stand for a term.
    private mutating func stand(_ words: [String], for place: Int) {
        guard let first = words.first else { return }
        if words.count > 1 {
            query.slots[place].phrases.append((words, Self.synonymWeight))
        } else if !query.slots[place].alternatives.contains(where: { $0.term == first }) {
            query.slots[place].alternatives.append((first, Self.synonymWeight))
        }
    }

    // MARK: Beside the words

    /// Looks for something beside the words, where an item holds it.
    private mutating func add(_ term: String, weight: Float) {
        guard query.slots.count < FixedPoint.slotsMax, places[term] == nil, index.contains(term)
        else { return }
        places[term] = query.slots.count
        query.slots.append(
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
