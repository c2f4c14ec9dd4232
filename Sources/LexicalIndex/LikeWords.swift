import TextAnalysis

/// Words of the shop that look like one it does not know.
extension LexicalIndex {
    /// Letters of a word that can be put right, and of what it can become.
    private static let lettersMax = 40
    /// What is left of a word's weight for each edit.
    private static let weightPerEdit: Float = 0.7
    /// How much of their trigrams words must share to look alike.
    private static let likenessMin: Float = 0.6
    /// What a word says that holds the one looked for, as `tischlampe` holds `lampe`.
    static let weightOfPart: Float = 0.5
    /// Letters of a word that is looked for within others.
    static let partLettersMin = 4
    private static let likeWordsMax = 20

    /// A word that an item holds.
    struct LikeWord {
        var term: String
        /// Nil where more edits lead to it than are allowed.
        var edits: Int?
        /// 0 to 1.
        var weight: Float
        var documents: Int

        func precedes(_ other: LikeWord) -> Bool {
            (other.weight, other.documents, term) < (weight, documents, other.term)
        }
    }

    /// The words most like `term`: by their edits or by the trigrams they share, best first.
    func words(like term: String) -> [LikeWord] {
        var found: [String: LikeWord] = [:]
        let wanted = Wanted(term)
        guard wanted.letters.count <= Self.lettersMax else { return [] }
        for view in views {
            wanted.forEachLike(in: view, min: Self.likenessMin) { id, edits, likeness in
                let documents = view.documents(of: id)
                guard documents > 0 else { return }
                let word = LikeWord(
                    term: view.segment.terms.text(id), edits: edits,
                    weight: max(likeness, Self.weight(edits)), documents: 0)
                found[word.term, default: word].documents += documents
            }
        }
        return Array(found.values.sorted { $0.precedes($1) }.prefix(Self.likeWordsMax))
    }

    private static func weight(_ edits: Int?) -> Float {
        switch edits {
        case nil: 0
        case 1: weightPerEdit
        default: weightPerEdit * weightPerEdit
        }
    }

    /// The indexed word nearest to one that is not indexed: the fewest edits, then the most
    /// documents, then the first in order. One edit from four letters on, two from eight.
    ///
    /// Letters count, not bytes: pairs of Chinese characters are never taken for one another.
    package func correction(of term: String) -> String? {
        contains(term) ? nil : Self.correction(among: words(like: term))
    }

    static func correction(among words: [LikeWord]) -> String? {
        words.filter { $0.edits != nil }
            .min {
                ($0.edits ?? 0, $1.documents, $0.term) < ($1.edits ?? 0, $0.documents, $1.term)
            }?.term
    }

    /// A word that is looked for.
    private struct Wanted {
        let letters: [Unicode.Scalar]
        let bytes: [UInt8]
        let trigrams: Trigrams
        let shape: WordShape
        /// Edits that are put right.
        let limit: Int

        init(_ term: String) {
            letters = Array(term.unicodeScalars)
            bytes = Array(term.utf8)
            trigrams = Trigrams(term.utf8)
            shape = WordShape(term.utf8)
            limit = letters.count >= 8 ? 2 : letters.count >= 4 ? 1 : 0
        }

        func forEachLike(
            in view: SegmentView, min: Float,
            _ body: (Int, _ edits: Int?, _ likeness: Float) -> Void
        ) {
            guard letters.count > 2 else { return }
            let terms = view.segment.terms
            for (id, other) in terms.shapes.enumerated() {
                var edits: Int?
                if limit > 0, shape.mayBeNear(other, limit: limit) {
                    edits = editDistance(
                        letters, Array(terms.text(id).unicodeScalars), limit: limit)
                }
                var likeness: Float = 0
                if shape.likenessBound(other) >= min {
                    likeness = trigrams.likeness(Trigrams(terms.term(id)))
                }
                likeness = likeness >= min ? likeness : 0
                if letters.count >= LexicalIndex.partLettersMin, shape.mayBePart(of: other),
                    terms.term(id).contains(bytes)
                {
                    likeness = max(likeness, LexicalIndex.weightOfPart)
                }
                if edits != nil || likeness > 0 { body(id, edits, likeness) }
            }
        }
    }
}
