/// What a rule does to the page.
package struct RuleAction: Hashable, Sendable {
    /// Items that are moved up or down.
    package struct Lift: Hashable, Sendable {
        package var filter: Filter
        /// What their scores are multiplied by.
        package var factor: Double

        package init(_ filter: Filter, factor: Double) {
            self.filter = filter
            self.factor = factor
        }
    }

    /// Words that stand for others.
    package enum Synonym: Hashable, Sendable {
        /// Each of these finds all the others.
        case same([String])
        /// The first finds the others too; they do not find it.
        case oneWay(String, [String])
    }

    /// Items that come first, in this order, whether or not the words find them.
    package var pins: [String] = []
    package var boost: Lift?
    package var bury: Lift?
    /// Items that are not shown.
    package var hide: Filter?
    /// Where the shop should send the shopper instead.
    package var redirect: String?
    /// What is searched for in place of the query.
    package var query: String?
    /// For all searches: a rule that has some says nothing of when.
    package var synonyms: [Synonym] = []

    package init() {}

    /// Whether it does nothing.
    package var isEmpty: Bool { self == RuleAction() }
}
