import TextAnalysis

/// A value of a field as bytes whose order is that of the values. Separators are the least bytes of
/// all and stand in no text, so that all keys of a field, of a kind, or of a folded text lie side by
/// side, and a text stands before those that go on.
enum ColumnKey {
    enum Kind: UInt8 {
        case flag, number, path, text
        /// A text that filters know and facets do not show: one in another language.
        case otherText
    }

    static let separator: UInt8 = 0
    private static let levelSeparator: UInt8 = 1
    /// Stands for the separators in a text.
    private static let control: UInt8 = 2

    /// All keys of a kind lie from this one on and below that of the next kind.
    static func start(_ field: ColumnField, _ kind: Kind) -> [UInt8] {
        field.prefix + [kind.rawValue]
    }

    static func end(_ field: ColumnField, _ kind: Kind) -> [UInt8] {
        field.prefix + [kind.rawValue + 1]
    }

    static func key(_ field: ColumnField, _ value: ColumnValue) -> [UInt8] {
        switch value {
        case .flag(let flag): start(field, .flag) + [flag ? 1 : 0]
        case .number(let number): start(field, .number) + bytes(of: number)
        case .path(let levels):
            path(field, folded: levels.map(folded))
                + bytes(of: levels.joined(separator: " > "))
        case .text(let text): self.text(field, .text, folded: folded(text)) + shown(text)
        case .otherText(let text): self.text(field, .otherText, folded: folded(text))
        }
    }

    /// Appends the key of a value. Most are short texts in ASCII, which need no tables to be folded.
    static func append(_ field: ColumnField, _ value: ColumnValue, to bytes: inout [UInt8]) {
        guard case .text(let text) = value, text.utf8.allSatisfy({ $0 < 0x80 }) else {
            bytes += key(field, value)
            return
        }
        bytes += field.prefix
        bytes.append(Kind.text.rawValue)
        var isFolded = true
        for byte in text.utf8 {
            let isUpper = (0x41...0x5A).contains(byte)
            if isUpper { isFolded = false }
            bytes.append(isUpper ? byte + 32 : max(byte, control))
        }
        bytes.append(separator)
        if !isFolded { for byte in text.utf8 { bytes.append(max(byte, control)) } }
    }

    /// What all keys begin with that stand for a folded text.
    static func text(_ field: ColumnField, _ kind: Kind, folded: String) -> [UInt8] {
        start(field, kind) + bytes(of: folded) + [separator]
    }

    /// What all keys begin with that stand for a path of folded levels; a key begins with the last
    /// of them, so that all paths to levels of one name lie side by side.
    static func path(_ field: ColumnField, folded levels: [String]) -> [UInt8] {
        let levels = levels.map { bytes(of: $0) }
        return level(field, folded: levels.last ?? [])
            + Array(levels.joined(separator: [levelSeparator])) + [separator]
    }

    /// What all keys begin with that stand for a path to a level of this folded name.
    static func level(_ field: ColumnField, folded level: String) -> [UInt8] {
        self.level(field, folded: bytes(of: level))
    }

    private static func level(_ field: ColumnField, folded level: [UInt8]) -> [UInt8] {
        start(field, .path) + level + [separator]
    }

    static func number(_ field: ColumnField, _ number: Double) -> [UInt8] {
        start(field, .number) + bytes(of: number)
    }

    /// Case does not matter to a filter.
    private static func folded(_ text: String) -> String { text.lowercased() }

    /// Nothing where the text is its own folded form.
    private static func shown(_ text: String) -> [UInt8] {
        let shown = bytes(of: text)
        return shown == bytes(of: folded(text)) ? [] : shown
    }

    static func bytes(of text: String) -> [UInt8] {
        composed(text).utf8.map { $0 <= levelSeparator ? control : $0 }
    }

    /// The bits of a number in an order in which they compare as the numbers do.
    private static func bytes(of number: Double) -> [UInt8] {
        let bits = (number + 0).bitPattern
        let ordered = bits >> 63 == 1 ? ~bits : bits | 1 << 63
        return (0..<8).map { UInt8(truncatingIfNeeded: ordered >> UInt64(56 - 8 * $0)) }
    }

    // MARK: Read

    /// The number of a key.
    static func number(_ key: ArraySlice<UInt8>) -> Double {
        let ordered = key.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(bitPattern: ordered >> 63 == 1 ? ordered & ~(1 << 63) : ~ordered)
    }

    /// A key's value as a facet shows it.
    static func text(_ key: ArraySlice<UInt8>, _ kind: Kind) -> String {
        switch kind {
        case .flag: String(key.last == 1)
        case .number: number(key).description
        case .path, .text, .otherText:
            String(decoding: shownBytes(key), as: UTF8.self)
        }
    }

    private static func shownBytes(_ key: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = key.lastIndex(of: separator) ?? key.startIndex
        guard end + 1 == key.endIndex else { return key[(end + 1)...] }
        // The folded form is the text: it follows the separator of the field, and the kind.
        let start = key[..<end].lastIndex(of: separator) ?? key.startIndex
        return key[min(start + 2, end)..<end]
    }
}
