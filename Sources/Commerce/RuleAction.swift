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

    package init() {}

    /// Whether it does nothing.
    package var isEmpty: Bool { self == RuleAction() }
}
