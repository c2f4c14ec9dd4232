/// What the shop knows when a shopper asks for a slate. It lies within the market's knowledge that
/// a real engine would have; nothing hidden is in it.
package struct MarketObservation: Sendable {
    /// Names the slate that answers; late rewards come back under it.
    package let request: Int
    package let shopper: Int
    /// Whether this is the first slate of a visit.
    package let startsVisit: Bool
    /// Days from the start.
    package let time: Double
    /// Who asks: `stateCount` floats. Interests over visits and in this one, one-hot cohort, habits,
    /// hour.
    package let state: [Float]
    /// The items to choose from, by their place in the shop.
    package let items: [Int]
    /// `candidateCount` floats an item: content, price, promoted, in stock, newness, likeness to both
    /// interests, shown in this visit, bought before.
    package let candidates: [Float]

    package static let stateCount = 2 * MarketItem.contentCount + MarketShopper.cohorts + 8
    package static let candidateCount = MarketItem.contentCount + 8
}

/// What a shopper does with a slate at once.
package struct MarketReaction: Sendable {
    /// By position.
    package var clicked: [Bool]
    package var bought: [Bool]
    /// Seconds read; 0 where not clicked.
    package var dwell: [Double]
    /// Clicks and weighted purchases made at once.
    package var reward = 0.0
    /// The shopper's state afterwards, as in an observation.
    package var state: [Float] = []
    /// Whether the shopper leaves: the next slate, if any, is of another visit.
    package var endsVisit = false
}

/// A purchase made later, or one that came back.
package struct MarketFeedback: Hashable, Sendable {
    package enum Kind: Sendable { case purchase, `return` }

    package let kind: Kind
    /// The slate that the item was bought from.
    package let request: Int
    package let item: Int
    /// Negative for what came back.
    package let reward: Double
    /// Days from the start.
    package let time: Double
}
