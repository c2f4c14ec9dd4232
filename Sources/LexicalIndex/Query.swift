/// What is looked for: terms, each with what may stand in its place.
package struct Query: Sendable {
    /// A term of a query.
    package struct Slot: Sendable {
        package var term: String
        /// Any of these stands for the term, in full at weight 1; none where no item holds anything
        /// like it.
        package var alternatives: [(term: String, weight: Float)]
        /// How much the term counts.
        package var weight: Float
        /// Whether it is a word of the query, rather than something joined or split beside one.
        package var isWord: Bool
    }

    package private(set) var slots: [Slot] = []
    /// The words in order, for those that stand side by side.
    private(set) var words: [String] = []
    /// The query as it reads with its words put right; nil where nothing was.
    package private(set) var corrected: String?

    /// Whether nothing can be looked for.
    package var isEmpty: Bool { slots.isEmpty }

    package init() {}

    init(slots: [Slot], words: [String], corrected: String?) {
        self.slots = slots
        self.words = words
        self.corrected = corrected
    }
}
