/// Splits words into the longest pieces that a vocabulary has, from the front (Wu et al., 2016), and
/// frames them as BERT reads them.
///
/// What looks like a special token in a text is text: nobody can write one into a query.
package struct WordPieceTokeniser: Sendable {
    package var words: BasicTokeniser
    /// Pieces of a text at most, the frame included; what follows is cut off.
    package let lengthMax: Int
    private let pieces: PieceTrie
    private let unknown, first, last: Int32

    /// Longer words are unknown: the reference's bound.
    private static let wordScalarsMax = 100

    /// Nil if the vocabulary has no [UNK], [CLS] or [SEP].
    ///
    /// - Parameters:
    ///   - vocabulary: The pieces by their number; those that go on with a word begin with ##.
    ///   - words: How text becomes words.
    ///   - lengthMax: At least 3.
    package init?(vocabulary: [String], words: BasicTokeniser, lengthMax: Int) {
        precondition(lengthMax >= 3)
        func number(_ token: String) -> Int32? {
            vocabulary.lastIndex(of: token).map(Int32.init)
        }
        guard let unknown = number("[UNK]"), let first = number("[CLS]"),
            let last = number("[SEP]")
        else { return nil }
        (self.unknown, self.first, self.last) = (unknown, first, last)
        (self.words, self.lengthMax) = (words, lengthMax)
        pieces = PieceTrie(vocabulary)
    }

    /// The numbers of a text's pieces between [CLS] and [SEP]. Reads no further than it needs to.
    package func tokens(of text: String) -> [Int32] {
        var tokens = [first]
        var bytes: [UInt8] = []
        words.forEachWord(of: text) { word in
            if word.count > Self.wordScalarsMax {
                tokens.append(unknown)
            } else {
                bytes.removeAll(keepingCapacity: true)
                for scalar in word { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
                if !pieces.appendPieces(of: bytes, to: &tokens) { tokens.append(unknown) }
            }
            return tokens.count < lengthMax - 1
        }
        tokens.removeLast(max(0, tokens.count - (lengthMax - 1)))
        tokens.append(last)
        return tokens
    }
}
