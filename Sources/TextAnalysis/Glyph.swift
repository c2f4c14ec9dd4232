/// A character of a text, folded: for readers that go by characters rather than by terms.
package struct Glyph: Hashable, Sendable {
    package enum Kind: Sendable {
        case letter, digit
        /// Of a script without blanks.
        case ideograph
        case blank, sign
    }

    /// Folded; more than one letter where that is how it folds, as æ does.
    package var form: String
    package var kind: Kind
    /// The stretch of the text, in UTF-8.
    package var source: Range<Int>

    /// The first characters of a text. What leaves no trace in words, such as an apostrophe, leaves
    /// none here.
    ///
    /// - Parameters:
    ///   - text: What is read.
    ///   - countMax: Characters at most; what goes past them is left out.
    /// - Returns: The characters in order.
    package static func all(of text: String, countMax: Int) -> [Glyph] {
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(min(text.utf8.count, countMax))
        var offset = 0
        for scalar in text.unicodeScalars where glyphs.count < countMax {
            let start = offset
            offset += UTF8.width(scalar)
            let role = CharacterTable.shared.role(of: scalar)
            guard role != .ignored else { continue }
            var bytes: [UInt8] = []
            CharacterTable.shared.append(scalar, to: &bytes)
            let kind: Kind =
                switch role {
                case .ideograph, .unspaced: .ideograph
                case .letter: bytes.count == 1 && bytes[0] < 0x3A ? .digit : .letter
                case .separator, .ignored: scalar.properties.isWhitespace ? .blank : .sign
                }
            glyphs.append(
                Glyph(
                    form: String(decoding: bytes, as: UTF8.self), kind: kind,
                    source: start..<offset))
        }
        return glyphs
    }
}
