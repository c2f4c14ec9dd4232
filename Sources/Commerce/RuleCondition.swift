/// Which searches a rule is for; all where nothing is said.
package struct RuleCondition: Hashable, Sendable {
    package enum Match: String, Sendable, CaseIterable {
        /// The query is one of the texts.
        case exact
        /// The words of a text stand in the query side by side.
        case contains
    }

    package enum Visitors: String, Sendable, CaseIterable {
        /// Of whom nothing is known.
        case new
        case returning
    }

    package var queries: [String] = []
    package var match = Match.exact
    /// The category that the query was taken to name.
    package var category: String?
    package var visitors: Visitors?
    /// What users declared of themselves, all of it, such as `["age_band": ["25-34"]]`.
    package var user: [String: [String]] = [:]

    package init() {}
}
