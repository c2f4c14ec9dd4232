import TextAnalysis

/// What was typed otherwise than it is written: Chinese in Pinyin, and a letter wrong.
extension Completion {
    /// Stands before keys of Pinyin, and in no word.
    private static let pinyinMark = "\u{1}"
    /// Words of a name that typing in Pinyin can begin with; of titles, which are long, the first.
    private static let pinyinStartsMax = 4
    private static let titleStartsMax = 2
    /// Letters from which on one may be wrong.
    private static let typoLettersMin = 4

    /// How a text is typed in Pinyin, in full and by initials, as keys.
    static func typedKeys(of suggestion: Suggestion) -> [String] {
        guard suggestion.text.utf8.contains(where: { $0 >= 0x80 }) else { return [] }
        let starts = suggestion.kind == .item ? titleStartsMax : pinyinStartsMax
        return Pinyin.shared.keys(of: suggestion.text, startsMax: starts).flatMap { key in
            [pinyinMark + key.full, pinyinMark + key.initials]
        }
    }

    /// The best suggestions for Latin letters that stand for Chinese: `lanya` or `ly` for 蓝牙.
    ///
    /// - Parameters:
    ///   - typed: What was typed, blanks or none between syllables.
    ///   - limit: How many are wanted.
    ///   - weight: How good a suggestion is.
    /// - Returns: The best, best first; none where other letters were typed.
    package func suggestions(
        pinyin typed: String, limit: Int, weight: (Suggestion) -> Double
    ) -> [Suggestion] {
        let letters = Analyser.words(typed).joined()
        guard letters.utf8.count > 1, letters.utf8.allSatisfy({ $0 < 0x80 }) else { return [] }
        return suggestions(under: Self.pinyinMark + letters, limit: limit, weight: weight)
    }

    /// The best suggestions that begin with what was typed but for one letter: wrong, missing, too
    /// many or in its neighbour's place. The first letter is taken for right.
    ///
    /// - Parameters:
    ///   - typed: What was typed; four letters at least.
    ///   - limit: How many are wanted.
    ///   - weight: How good a suggestion is.
    /// - Returns: The best, best first.
    package func suggestions(
        near typed: String, limit: Int, weight: (Suggestion) -> Double
    ) -> [Suggestion] {
        let letters = Array(Self.key(Analyser.words(typed)[...]).utf8)
        guard letters.count >= Self.typoLettersMin, letters.allSatisfy({ $0 < 0x80 })
        else { return [] }
        return best(limit, weight) { run in
            var near = NearPrefixes(run, letters)
            return near.find()
        }
    }
}
