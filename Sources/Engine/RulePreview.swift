/// What rules would do to a page.
package struct RulePreview: Sendable {
    package struct Cost: Hashable, Sendable {
        package var rule: String
        /// By which share the page's expected clicks are more than without the rule; below 0 where it
        /// costs some. An item counts as its score before all rules, and a position as in DCG (Järvelin &
        /// Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002).
        package var clicks: Double
    }

    package var before: Answer
    package var after: Answer
    /// Of each rule that acts on a placement, in their order; nothing for a search.
    package var costs: [Cost] = []
}
