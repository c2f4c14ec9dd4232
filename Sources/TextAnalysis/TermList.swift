/// The terms of a text, their letters one behind the other: texts are read one after another into the
/// same memory, and no term needs a string.
package struct TermList: Sendable {
    package struct Term: Sendable {
        /// Where its letters lie among those of all.
        package var letters: Range<Int>
        package var kind: Token.Kind
        /// The stretch of the text, in UTF-8.
        package var source: Range<Int>
    }

    /// Runs written as one at most, as in `ts16-gsd-hc6`.
    private static let joinedMax = 4

    /// In the order of the text; those that stand beside a word follow it.
    package private(set) var terms: [Term] = []
    package private(set) var letters: [UInt8] = []
    private var runs = Runs()

    package init() {}

    /// The letters of a term.
    package func text(_ term: Term) -> String {
        String(decoding: letters[term.letters], as: UTF8.self)
    }

    /// Reads a text in the place of the one before.
    ///
    /// - Parameters:
    ///   - text: What an item says, or a shopper asks.
    ///   - stemmer: That of the text's language: its stems stand beside the common ones, so that
    ///     whoever asks in an unknown language still finds the words.
    package mutating func read(_ text: String, _ stemmer: Stemmer = .common) {
        terms.removeAll(keepingCapacity: true)
        letters.removeAll(keepingCapacity: true)
        runs.read(text)
        for (index, run) in runs.all.enumerated() {
            switch run.script {
            case .spaced:
                appendWord(run, stemmer)
                appendChain(from: index)
                if run.isNumber { appendMeasure(from: index, in: text) }
            case .ideographic: appendIdeographs(run)
            case .unspaced:
                for word in Segmenter.shared.words(of: runs.text(run)) {
                    append(word.utf8, .word, run.source)
                }
            }
        }
    }

    private mutating func append(
        _ bytes: some Collection<UInt8>, _ kind: Token.Kind, _ source: Range<Int>
    ) {
        let start = letters.count
        letters.append(contentsOf: bytes)
        terms.append(Term(letters: start..<letters.count, kind: kind, source: source))
    }

    // MARK: Words

    private mutating func appendWord(_ run: Run, _ stemmer: Stemmer) {
        let start = letters.count
        letters.append(contentsOf: runs.letters[run.letters])
        Stemmer.singularise(&letters, from: start)
        terms.append(Term(letters: start..<letters.count, kind: .word, source: run.source))
        if stemmer !== Stemmer.common {
            let stem = stemmer.stem(runs.text(run))
            if !letters[start...].elementsEqual(stem.utf8) { append(stem.utf8, .stem, run.source) }
        }
        if Self.isDigit(runs.letters[run.letters.lowerBound]), !run.isNumber,
            let normalised = Units.normalised(runs.text(run))
        {
            append(normalised.utf8, .joined, run.source)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    // MARK: Words as one

    /// Appends what begins at a run and is written as one: a chain of runs with a hyphen, a slash or
    /// the like between them.
    private mutating func appendChain(from first: Int) {
        guard first == 0 || !isJoint(first) else { return }
        var end = first + 1
        while end < runs.all.count, end - first < Self.joinedMax, isJoint(end) { end += 1 }
        guard end - first > 1 else { return }
        let start = letters.count
        for run in runs.all[first..<end] {
            let isDecimal =
                letters.count > start && run.glue == UInt8(ascii: ".")
                && Self.isDigit(letters[letters.count - 1])
                && Self.isDigit(runs.letters[run.letters.lowerBound])
            if isDecimal { letters.append(UInt8(ascii: ".")) }
            letters.append(contentsOf: runs.letters[run.letters])
        }
        guard (3...Run.bytesMax).contains(letters.count - start) else {
            return letters.removeSubrange(start...)
        }
        let source = runs.all[first].source.lowerBound..<runs.all[end - 1].source.upperBound
        terms.append(Term(letters: start..<letters.count, kind: .joined, source: source))
    }

    /// Whether one of the signs that join words, and nothing else, stands before a run.
    private func isJoint(_ index: Int) -> Bool {
        let (run, before) = (runs.all[index], runs.all[index - 1])
        guard run.script == .spaced, before.script == .spaced else { return false }
        switch run.glue {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "&"),
            UInt8(ascii: "+"), UInt8(ascii: "_"):
            return true
        case UInt8(ascii: ","): return run.isNumber && before.isNumber
        default: return false
        }
    }

    /// Appends a number with the unit that follows it.
    private mutating func appendMeasure(from first: Int, in text: String) {
        let runs = self.runs.all
        var number = self.runs.text(runs[first])
        var last = first
        if last + 1 < runs.count, runs[last + 1].glue == UInt8(ascii: "."), runs[last + 1].isNumber
        {
            last += 1
            number += "." + self.runs.text(runs[last])
        }
        let start = runs[first].source.lowerBound
        let bytes = text.utf8
        let after = bytes.index(bytes.startIndex, offsetBy: runs[last].source.upperBound)
        if bytes[after...].first == UInt8(ascii: "\"") || text[after...].hasPrefix("″") {
            append((number + "in").utf8, .joined, start..<runs[last].source.upperBound)
        } else if last + 1 < runs.count,
            runs[last + 1].glue == UInt8(ascii: " ") || runs[last + 1].glue == UInt8(ascii: "-"),
            let unit = Units.name(self.runs.text(runs[last + 1]))
        {
            append((number + unit).utf8, .joined, start..<runs[last + 1].source.upperBound)
        }
    }

    // MARK: Ideographs

    /// Appends pairs, single characters, and the words of three characters and more that the
    /// dictionary finds. A run of one character is a word.
    private mutating func appendIdeographs(_ run: Run) {
        let form = runs.letters[run.letters]
        let starts = form.indices.filter { form[$0] & 0xC0 != 0x80 } + [form.endIndex]
        let count = starts.count - 1
        guard count > 1 else { return append(form, .word, run.source) }
        for place in 0..<count {
            append(
                form[starts[place]..<starts[place + 1]], .character,
                Self.source(of: place..<place + 1, in: run, count))
            guard place + 1 < count else { break }
            append(
                form[starts[place]..<starts[place + 2]], .word,
                Self.source(of: place..<place + 2, in: run, count))
        }
        guard count > 2 else { return }
        for word in Segmenter.shared.words(of: runs.text(run)) where word.unicodeScalars.count > 2 {
            append(word.utf8, .phrase, run.source)
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
