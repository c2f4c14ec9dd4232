/// Why an item has its place in a recommendation.
package struct Explanation: Sendable {
    /// What the score is the sum of.
    package var parts: [ScorePart]
    /// What is known of the item and of the person with it, by name.
    package var features: [(name: String, value: Double)]
    /// The chance of this item at this position, given those above.
    package var propensity: Double
    /// Whether a pin, a quota or a cap put it there.
    package var isForced: Bool
}

/// How a recommendation was made.
package struct Making: Hashable, Sendable {
    /// `sources`, `pool` or `blend`: see `Recommender.Ranker`.
    package var ranker: String
    /// The position from which on the page was filled up; nil where it was not.
    package var filledFrom: Int?
    package var temperature: Double
    package var seed: UInt64
}
