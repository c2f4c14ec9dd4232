/// A character as markup writes it: by its number, `&#xE9;` or `&#233;`, or by one of the few names that
/// feeds are full of, such as `&amp;`.
struct CharacterReference {
    /// From the ampersand to the semicolon, in bytes.
    private static let lengthMax = 10
    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "apos": "'", "gt": ">", "lt": "<", "nbsp": "\u{A0}", "quot": "\"",
        "reg": "\u{AE}", "trade": "\u{2122}",
    ]

    let scalar: Unicode.Scalar
    /// Bytes of the text that it takes, all of them ASCII.
    let length: Int

    /// Nil where an ampersand is one.
    init?(_ text: Substring.UTF8View) {
        let reference = text.prefix(Self.lengthMax)
        guard let end = reference.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = reference[..<end].dropFirst()
        guard let scalar = Self.scalar(String(Substring(name))) else { return nil }
        self.scalar = scalar
        length = name.count + 2
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return names[name] }
        let number = name.dropFirst()
        let isHexadecimal = number.hasPrefix("x") || number.hasPrefix("X")
        return
            (isHexadecimal ? UInt32(number.dropFirst(), radix: 16) : UInt32(number))
            .flatMap(Unicode.Scalar.init)
    }
}
