import Primitives
import TextAnalysis

/// The indexed words side by side, to look for those that are nearly like another.
///
/// A persistent vector of places; the empty ones form a list within it, so that a change touches
/// one leaf, however many words there are.
struct Vocabulary: Sendable {
    /// A word and a digest of its letters, by which most are passed over unread.
    private struct Word: Sendable {
        /// The count of letters above, one bit for every letter that occurs below. An empty place
        /// has no letters, and below one more than the next empty place.
        var shape: UInt64
        var text: String
    }

    /// Letters of a word that can be put right, and of what it can become.
    private static let lettersMax = 40
    private static let maskBits: UInt64 = 56
    private static let maskAll: UInt64 = (1 << maskBits) - 1

    private var words = PersistentVector<Word>()
    private var firstEmpty: Int?

    /// Adds a word and returns its place; nil for a word too short or too long to be looked for.
    mutating func insert(_ text: String) -> Int? {
        let letters = Array(text.unicodeScalars)
        guard (3...Self.lettersMax).contains(letters.count) else { return nil }
        let word = Word(shape: Self.shape(of: letters), text: text)
        guard let place = firstEmpty else {
            words.append(word)
            return words.count - 1
        }
        let next = Int(words[place].shape)
        firstEmpty = next == 0 ? nil : next - 1
        words[place] = word
        return place
    }

    mutating func remove(at place: Int) {
        words[place] = Word(shape: firstEmpty.map { UInt64($0) + 1 } ?? 0, text: "")
        firstEmpty = place
    }

    /// The words that take the fewest edits from `text`: at most one for four letters and more, two
    /// from eight on, none below.
    func nearest(to text: String) -> [String] {
        let letters = Array(text.unicodeScalars)
        guard (4...Self.lettersMax).contains(letters.count) else { return [] }
        var limit = letters.count >= 8 ? 2 : 1
        let shape = Self.shape(of: letters)
        var found: [String] = []
        for place in 0..<words.count
        where Self.mayBeNear(shape, words[place].shape, limit: limit) {
            let candidate = words[place].text
            guard
                let edits = editDistance(letters, Array(candidate.unicodeScalars), limit: limit)
            else { continue }
            if edits < limit { found = [] }
            limit = edits
            found.append(candidate)
        }
        return found
    }

    private static func shape(of letters: [Unicode.Scalar]) -> UInt64 {
        let mask: UInt64 = letters.reduce(0) { $0 | 1 << (UInt64($1.value) % maskBits) }
        return UInt64(letters.count) << maskBits | mask
    }

    /// False where `limit` edits cannot do: each changes the length by one and the set of letters
    /// by two at most.
    private static func mayBeNear(_ a: UInt64, _ b: UInt64, limit: Int) -> Bool {
        abs(Int(a >> maskBits) - Int(b >> maskBits)) <= limit
            && ((a ^ b) & maskAll).nonzeroBitCount <= 2 * limit
    }
}
