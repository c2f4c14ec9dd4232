import CUnicode

/// ICU's folding of characters, many at once: opening its tables and calling it take long.
enum Folding {
    /// Letters that Unicode takes for letters of their own.
    private static let own: [Unicode.Scalar: String] = [
        "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe",
        "þ": "th", "ё": "е", "ŋ": "n",
    ]
    private static let lineFeed: UInt16 = 10

    /// What each character below a bound becomes: simplified Chinese, compatibility forms, small
    /// letters, Latin and Greek without accents. Characters become themselves where ICU has no data.
    static func forms(below bound: UInt32) -> [[Unicode.Scalar]] {
        var text: [UInt16] = []
        for value in 0..<bound {
            // A line for each, empty for what is no character and for the line feed itself.
            if let scalar = Unicode.Scalar(value), value != lineFeed {
                text += Array(String(scalar).utf16)
            }
            text.append(lineFeed)
        }
        let composed = lines(folded(text, decomposing: false))
        let decomposed = lines(folded(text, decomposing: true))
        return zip(composed, decomposed).prefix(Int(bound)).map(form)
    }

    private static func folded(_ text: [UInt16], decomposing: Bool) -> [UInt16] {
        let folded = unsafe [UInt16](unsafeUninitializedCapacity: 4 * text.count) { buffer, count in
            unsafe count = cu_fold(
                text, text.count, decomposing ? 1 : 0, buffer.baseAddress, buffer.count)
        }
        return folded.isEmpty ? text : folded
    }

    private static func lines(_ text: [UInt16]) -> [[Unicode.Scalar]] {
        text.split(separator: lineFeed, omittingEmptySubsequences: false).map {
            Array(String(decoding: $0, as: UTF16.self).unicodeScalars)
        }
    }

    /// Latin and Greek letters lose what combines with them; in other scripts, such as those of
    /// Hindi and Japanese, the mark is part of the letter.
    private static func form(
        composed: [Unicode.Scalar], decomposed: [Unicode.Scalar]
    ) -> [Unicode.Scalar] {
        guard let first = decomposed.first else { return [] }
        var form = composed
        if first.value < 0x400 || (0x1E00...0x1FFF).contains(first.value) {
            form = decomposed.filter { $0.properties.generalCategory != .nonspacingMark }
        }
        return form.flatMap { own[$0].map { Array($0.unicodeScalars) } ?? [$0] }
    }
}
