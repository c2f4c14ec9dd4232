/// Finds what stands in quotation marks.
enum Quotation {
    private static let closing: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "“": "”", "„": "“", "«": "»", "「": "」", "『": "』",
    ]

    /// The stretches of a text between quotation marks, in UTF-8. A mark that follows a letter or a
    /// digit, such as that of an inch, opens nothing; one that is never closed quotes nothing.
    static func ranges(in text: String) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var open: (mark: Unicode.Scalar, start: Int)?
        var offset = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            if let quote = open, scalar == quote.mark {
                ranges.append(quote.start..<offset)
                open = nil
            } else if open == nil, let mark = closing[scalar], !isInWord || !scalar.isASCII {
                open = (mark, end)
            }
            isInWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            offset = end
        }
        return ranges
    }
}
