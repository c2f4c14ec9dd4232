/// Which pages a rule is for; all searches where nothing is said.
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

    /// Placements, and `search`; that alone where it is empty.
    package var places: [String] = []
    package var queries: [String] = []
    package var match = Match.exact
    /// A category that the query was taken to name, or that an item asked about is in.
    package var category: String?
    package var visitors: Visitors?
    /// What users declared of themselves, all of it, such as `["age_band": ["25-34"]]`.
    package var user: [String: [String]] = [:]

    package init() {}

    /// Whether it is about a place at all.
    package func holds(at place: String) -> Bool {
        places.isEmpty ? place == Rule.search : places.contains(place)
    }
}
