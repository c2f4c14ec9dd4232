/// What is looked for: terms, each with what may stand in its place.
package struct Query: Sendable {
    /// A term of a query.
    package struct Slot: Sendable {
        package var term: String
        /// Any of these stands for the term, in full at weight 1; none where no item holds anything
        /// like it.
        package var alternatives: [(term: String, weight: Float)]
        /// Words that stand for the term where they stand side by side.
        package var phrases: [(words: [String], weight: Float)] = []
        /// How much the term counts.
        package var weight: Float
        /// Whether it is a word that is looked for, rather than something beside one.
        package var isWord: Bool
    }

    package internal(set) var slots: [Slot] = []
    /// Words in quotation marks: what answers has them side by side.
    package internal(set) var phrases: [[String]] = []
    /// The words in order, for those that stand side by side.
    var words: [String] = []
    /// The query as it reads with its words put right; nil where nothing was.
    package internal(set) var corrected: String?

    /// Whether nothing can be looked for.
    package var isEmpty: Bool { slots.isEmpty }

    package init() {}
}
