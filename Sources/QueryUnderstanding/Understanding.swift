/// What a query says.
package struct Understanding: Hashable, Sendable {
    package var language: Language
    /// In the order of the query.
    package var slots: [Slot] = []
    /// The words that say none of that.
    package var others: [Slot] = []
    /// What remains to be searched for: the query without what was said of prices.
    package var words: String

    /// The bounds on the price.
    package var price: Slot? { slots.first { $0.role == .filter } }
}
