/// Turns text into the terms that an index holds and a query asks for.
package enum Analyser {
    /// Runs written as one at most, as in `ts16-gsd-hc6`.
    private static let joinedMax = 4

    /// The terms of a text to index, in order, repeats kept.
    ///
    /// - Parameters:
    ///   - text: What an item says, or a shopper asks.
    ///   - stemmer: That of the text's language: its stems stand beside the common ones, so that
    ///     whoever asks in an unknown language still finds the words.
    /// - Returns: The terms in order; those that stand beside a word follow it.
    package static func tokens(_ text: String, _ stemmer: Stemmer = .common) -> [Token] {
        let runs = Run.all(of: text)
        var tokens: [Token] = []
        tokens.reserveCapacity(runs.count + runs.count / 4)
        for (index, run) in runs.enumerated() {
            switch run.script {
            case .spaced:
                let term = Stemmer.common.stem(run.text)
                tokens.append(Token(term: term, kind: .word, source: run.source))
                let stem = stemmer === Stemmer.common ? term : stemmer.stem(run.text)
                if stem != term {
                    tokens.append(Token(term: stem, kind: .stem, source: run.source))
                }
                if let normalised = Units.normalised(run.text) {
                    tokens.append(Token(term: normalised, kind: .joined, source: run.source))
                }
                appendJoined(runs, from: index, in: text, to: &tokens)
            case .ideographic: appendIdeographs(run, to: &tokens)
            case .unspaced:
                for word in Segmenter.shared.words(of: run.text) {
                    tokens.append(Token(term: word, kind: .word, source: run.source))
                }
            }
        }
        return tokens
    }

    /// The terms of a text to index.
    package static func indexTerms(_ text: String) -> [String] { tokens(text).map(\.term) }

    /// The terms that must all be in a text for it to hold the query: no single characters and no
    /// phrases beside pairs, and nothing joined beside its parts.
    package static func queryTerms(_ text: String) -> [String] {
        tokens(text).lazy.filter { $0.kind == .word }.map(\.term)
    }

    /// The folded words of a text, unstemmed; what a shopper has typed so far.
    package static func words(_ text: String) -> [String] { Run.all(of: text).map(\.text) }

    // MARK: Words as one

    /// Appends what begins at a run and is written as one: a chain of runs with a hyphen, a slash or
    /// the like between them, and a number with its unit.
    private static func appendJoined(
        _ runs: [Run], from first: Int, in text: String, to tokens: inout [Token]
    ) {
        var end = first + 1
        if first == 0 || !isJoint(runs, at: first) {
            while end < runs.count, end - first < joinedMax, isJoint(runs, at: end) { end += 1 }
        }
        if end - first > 1 {
            let chain = runs[first..<end]
            let term = chain.dropFirst().reduce(runs[first].text) { joined, run in
                let isDecimal =
                    run.glue == UInt8(ascii: ".") && Self.isDigit(joined.utf8.last)
                    && Self.isDigit(run.text.utf8.first)
                return joined + (isDecimal ? "." : "") + run.text
            }
            if term.utf8.count >= 3, term.utf8.count <= Run.bytesMax {
                let source = runs[first].source.lowerBound..<runs[end - 1].source.upperBound
                tokens.append(Token(term: term, kind: .joined, source: source))
            }
        }
        appendMeasure(runs, from: first, in: text, to: &tokens)
    }

    private static func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { (0x30...0x39).contains($0) } ?? false
    }

    /// Whether one of the signs that join words, and nothing else, stands before a run.
    private static func isJoint(_ runs: [Run], at index: Int) -> Bool {
        guard runs[index].script == .spaced, runs[index - 1].script == .spaced else { return false }
        switch runs[index].glue {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "&"),
            UInt8(ascii: "+"), UInt8(ascii: "_"):
            return true
        case UInt8(ascii: ","): return runs[index].isNumber && runs[index - 1].isNumber
        default: return false
        }
    }

    /// Appends a number with the unit that follows it.
    private static func appendMeasure(
        _ runs: [Run], from first: Int, in text: String, to tokens: inout [Token]
    ) {
        guard runs[first].isNumber else { return }
        var number = runs[first].text
        var last = first
        if last + 1 < runs.count, runs[last + 1].glue == UInt8(ascii: "."), runs[last + 1].isNumber
        {
            last += 1
            number += "." + runs[last].text
        }
        let start = runs[first].source.lowerBound
        let bytes = text.utf8
        let after = bytes.index(bytes.startIndex, offsetBy: runs[last].source.upperBound)
        if bytes[after...].first == UInt8(ascii: "\"") || text[after...].hasPrefix("″") {
            let end = runs[last].source.upperBound
            tokens.append(Token(term: number + "in", kind: .joined, source: start..<end))
        } else if last + 1 < runs.count, let unit = Units.name(runs[last + 1].text),
            runs[last + 1].glue == UInt8(ascii: " ") || runs[last + 1].glue == UInt8(ascii: "-")
        {
            let end = runs[last + 1].source.upperBound
            tokens.append(Token(term: number + unit, kind: .joined, source: start..<end))
        }
    }

    // MARK: Ideographs

    /// Appends pairs, single characters, and the words of three characters and more that the
    /// dictionary finds. A run of one character is a word.
    private static func appendIdeographs(_ run: Run, to tokens: inout [Token]) {
        let characters = Array(run.text.unicodeScalars)
        guard characters.count > 1 else {
            return tokens.append(Token(term: run.text, kind: .word, source: run.source))
        }
        for (index, character) in characters.enumerated() {
            tokens.append(
                Token(
                    term: String(character), kind: .character,
                    source: source(of: index..<index + 1, in: run, characters.count)))
            guard index + 1 < characters.count else { break }
            var pair = String(character)
            pair.unicodeScalars.append(characters[index + 1])
            tokens.append(
                Token(
                    term: pair, kind: .word,
                    source: source(of: index..<index + 2, in: run, characters.count)))
        }
        guard characters.count > 2 else { return }
        for word in Segmenter.shared.words(of: run.text) where word.unicodeScalars.count > 2 {
            tokens.append(Token(term: word, kind: .phrase, source: run.source))
        }
    }

    /// Where some characters of a run stand in the text; the whole run where they do not all take the
    /// same bytes there.
    private static func source(
        of characters: Range<Int>, in run: Run, _ count: Int
    ) -> Range<Int> {
        let width = run.source.count / count
        guard width == 3, width * count == run.source.count else { return run.source }
        let start = run.source.lowerBound
        return start + width * characters.lowerBound..<start + width * characters.upperBound
    }
}
