internal import Primitives

/// What a text is to the shop's own encoder: rows of a table, by the hash of its words, of the letters
/// within them (Bojanowski et al., 2017) and of pairs of neighbouring ideographs.
///
/// Letters are what words with a typo, compounds and model numbers share with what was meant.
package struct TextFeatures: Hashable, Sendable {
    /// Rows of the table: a power of two.
    package let buckets: Int
    private let words = BasicTokeniser()

    /// Features of a text at most, so that none costs more than it is worth.
    package static let countMax = 512
    /// What the letters of a word weigh together, beside its own weight of one.
    private static let lettersWeight: Float = 1

    package init(buckets: Int) {
        precondition(buckets > 0 && buckets & (buckets - 1) == 0 && buckets <= 1 << 24)
        self.buckets = buckets
    }

    /// The features of each word, in order.
    package func words(of text: String) -> [[Feature]] {
        var found: [[Feature]] = []
        var count = 0
        var ideograph: Unicode.Scalar?
        words.forEachWord(of: text) { word in
            let last = ideograph
            ideograph = nil
            if word.count == 1, BERTCharacters.isPunctuation(word[0]) { return true }
            var features = [Feature(bucket: bucket(word, .word), weight: 1)]
            if word.count == 1, BERTCharacters.isIdeograph(word[0]) {
                if let last {
                    features.append(.init(bucket: bucket([last, word[0]], .pair), weight: 1))
                }
                ideograph = word[0]
            } else {
                features += letters(of: word)
            }
            found.append(features)
            count += features.count
            return count < Self.countMax
        }
        return found
    }

    /// Runs of three and four letters, with the word's ends marked.
    private func letters(of word: [Unicode.Scalar]) -> [Feature] {
        guard word.count > 2 else { return [] }
        let marked = ["<"] + word.prefix(40) + [">"]
        var buckets: [Int32] = []
        for length in 3...4 where marked.count >= length {
            for start in 0...(marked.count - length) {
                buckets.append(bucket(marked[start..<start + length], .letters))
            }
        }
        let weight = Self.lettersWeight / Float(buckets.count).squareRoot()
        return buckets.map { Feature(bucket: $0, weight: weight) }
    }

    private enum Kind: UInt64 {
        case word = 1
        case letters
        case pair
    }

    private func bucket(_ scalars: some Sequence<Unicode.Scalar>, _ kind: Kind) -> Int32 {
        var bytes: [UInt8] = []
        for scalar in scalars { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
        return Int32(stableHash(bytes, seed: kind.rawValue) & UInt64(buckets - 1))
    }
}
