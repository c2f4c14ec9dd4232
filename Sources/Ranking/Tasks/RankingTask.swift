/// What may come of showing an item, and is learnt from what came of items that were shown.
package enum RankingTask: Int, CaseIterable, Sendable {
    /// Somebody turns to it.
    case click
    case cart
    case purchase
    /// Somebody rates it well.
    case rating
}
