/// A term of a text, and where it comes from.
package struct Token: Hashable, Sendable {
    package enum Kind: Sendable {
        /// Counts for the length of a text: a word, or a pair of Chinese characters.
        case word
        /// A single character of a run of Chinese, beside its pairs.
        case character
        /// A word that a dictionary knows within a run of Chinese, beside its pairs.
        case phrase
        /// The stem of a word in the language of the text, where it is not the common one.
        case stem
        /// Neighbours written as one: `kx-tg9344t` is also `kxtg9344t`, `4 GB` is also `4gb`.
        case joined
    }

    package var term: String
    package var kind: Kind
    /// The stretch of the text, in UTF-8.
    package var source: Range<Int>
}
