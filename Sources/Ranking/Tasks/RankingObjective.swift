/// What the outcomes of a showing are worth to a shop, beside each other.
package struct RankingObjective: Hashable, Sendable {
    package var click: Float = 1
    package var cart: Float = 3
    package var purchase: Float = 10
    package var rating: Float = 0
    /// Of the money that a showing is expected to bring, in usual prices of the shop.
    package var value: Float = 0

    package init() {}

    /// What an outcome is worth, the money left out.
    package func weight(of task: RankingTask) -> Float {
        switch task {
        case .click: click
        case .cart: cart
        case .purchase: purchase
        case .rating: rating
        }
    }
}
