/// Splits text into words as BERT does before it splits words into pieces (Devlin et al., 2019):
/// controls dropped, ideographs apart, perhaps lower case without accents, punctuation apart.
package struct BasicTokeniser: Hashable, Sendable {
    package var lowercases = true
    package var stripsAccents = true
    package var separatesIdeographs = true

    package init() {}

    /// Calls `body` with each word, until it returns false.
    package func forEachWord(of text: String, _ body: ([Unicode.Scalar]) -> Bool) {
        var word: [Unicode.Scalar] = []
        var folded: [Unicode.Scalar] = []
        func flush() -> Bool {
            defer { word.removeAll(keepingCapacity: true) }
            return word.isEmpty || body(word)
        }
        for scalar in text.unicodeScalars {
            if BERTCharacters.isBlank(scalar) {
                guard flush() else { return }
                continue
            }
            if BERTCharacters.isControl(scalar) { continue }
            let isIdeograph = separatesIdeographs && BERTCharacters.isIdeograph(scalar)
            folded.removeAll(keepingCapacity: true)
            fold(scalar, into: &folded)
            // Folded first, for punctuation may come of it: of ≠ a sign of equality.
            for part in folded {
                let standsAlone = isIdeograph || BERTCharacters.isPunctuation(part)
                if standsAlone, !flush() { return }
                word.append(part)
                if standsAlone, !flush() { return }
            }
        }
        _ = flush()
    }

    private func fold(_ scalar: Unicode.Scalar, into folded: inout [Unicode.Scalar]) {
        if scalar.isASCII {
            let isCapital = lowercases && (65...90).contains(scalar.value)
            return folded.append(isCapital ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
        }
        if stripsAccents {
            MarkStripping.append(scalar, to: &folded)
        } else {
            folded.append(scalar)
        }
        if lowercases {
            folded = folded.flatMap(\.properties.lowercaseMapping.unicodeScalars)
        }
    }
}
