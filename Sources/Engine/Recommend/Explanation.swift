package import Ranking

/// Why an item has its place in a recommendation.
package struct Explanation: Sendable {
    /// What the score is the sum of.
    package var parts: [ScorePart]
    /// What is known of the item and of the person with it, by name.
    package var features: [(name: String, value: Double)]
    /// What is likely to come of showing it, where that made the order.
    package var outcomes: [Outcome] = []
    /// The chance of this item at this position, given those above.
    package var propensity: Double
    /// Whether a pin, a quota or a cap put it there.
    package var isForced: Bool

    /// Something that may come of it.
    package struct Outcome: Sendable {
        package var task: RankingTask
        /// In the first place.
        package var chance: Float
        /// What it is worth to the shop.
        package var weight: Float
        /// What the logit of the chance is the sum of.
        package var parts: [(name: String, value: Float)]
    }
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
