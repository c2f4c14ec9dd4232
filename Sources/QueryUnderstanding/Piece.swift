import TextAnalysis

/// A word, a number, a character of Chinese or a sign of a text: what phrases are made of.
struct Piece {
    enum Kind {
        case word, number, ideograph, sign
    }

    var kind: Kind
    /// Folded.
    var text: String
    /// What phrases hold of it: words without their endings.
    var key: String
    var number: Double = 0
    /// The stretch of the text, in UTF-8.
    var source: Range<Int>
    /// Written as one with the word or number before it, as `gb` in `16gb`.
    var isGlued: Bool
    /// A blank stands before it.
    var isApart: Bool

    /// Pieces of a query that are read; who asks more gets words alone for the rest.
    static let countMax = 64
    /// Characters that are looked at.
    private static let glyphsMax = 400

    static func all(of text: String) -> [Piece] {
        var glyphs = Glyph.all(of: text, countMax: glyphsMax)[...]
        var pieces: [Piece] = []
        var isApart = false
        while let first = glyphs.first, pieces.count < countMax {
            var end = glyphs.startIndex + 1
            switch first.kind {
            case .blank:
                isApart = true
                glyphs.removeFirst()
                continue
            case .letter: end = glyphs.firstIndex { $0.kind != .letter } ?? glyphs.endIndex
            case .digit: end = endOfNumber(glyphs)
            case .ideograph, .sign: break
            }
            pieces.append(piece(glyphs[..<end], after: pieces.last, isApart))
            isApart = false
            glyphs = glyphs[end...]
        }
        return pieces
    }

    /// Past the digits, a point before more of them, and commas before groups of three.
    private static func endOfNumber(_ glyphs: ArraySlice<Glyph>) -> Int {
        func digits(from index: Int) -> Int {
            glyphs[index...].prefix { $0.kind == .digit }.count
        }
        var end = glyphs.startIndex + digits(from: glyphs.startIndex)
        while end < glyphs.endIndex, glyphs[end].form == ",", digits(from: end + 1) == 3 {
            end += 4
        }
        if end < glyphs.endIndex, glyphs[end].form == ".", digits(from: end + 1) > 0 {
            end += 1 + digits(from: end + 1)
        }
        return end
    }

    private static func piece(
        _ glyphs: ArraySlice<Glyph>, after previous: Piece?, _ isApart: Bool
    ) -> Piece {
        let text = glyphs.map(\.form).joined()
        let first = glyphs[glyphs.startIndex]
        let source = first.source.lowerBound..<glyphs[glyphs.endIndex - 1].source.upperBound
        let wasWord = previous.map { $0.kind == .word || $0.kind == .number } ?? false
        let isGlued = !isApart && wasWord && (first.kind == .letter || first.kind == .digit)
        var piece = Piece(
            kind: .sign, text: text, key: text, source: source, isGlued: isGlued, isApart: isApart)
        switch first.kind {
        case .letter:
            piece.kind = .word
            piece.key = Stemmer.common.stem(text)
        case .digit:
            piece.kind = .number
            piece.text.removeAll { $0 == "," }
            piece.number = Double(piece.text) ?? 0
        case .ideograph: piece.kind = .ideograph
        case .blank, .sign: break
        }
        return piece
    }

    /// A sign that may stand within a phrase, as in `blu-ray` and `AT&T`.
    var isJoint: Bool { kind == .sign && ["-", "&", ".", "/", "+", "·", "_"].contains(text) }
}

extension [Piece] {
    /// Whether a phrase may begin here: not within `16gb`.
    func canBegin(at index: Int) -> Bool { self[index].kind != .sign && !self[index].isGlued }

    /// Whether a phrase may end before here.
    func canEnd(at index: Int) -> Bool {
        self[index - 1].kind != .sign && (index == count || !self[index].isGlued)
    }

    /// What a phrase is found under: its words without blanks, so that `go pro` is `gopro`.
    static func key(of text: String) -> String {
        Piece.all(of: text).filter { $0.kind != .sign }.map(\.key).joined()
    }
}
