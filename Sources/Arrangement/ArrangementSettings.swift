/// What a place of the shop wants of a page beside the best items.
///
/// Counts are for ten positions: twice as many may or must stand among the first twenty.
package struct ArrangementSettings: Hashable, Sendable {
    /// What a score is multiplied by for each item of the same category above it, above 0 and at most 1.
    package var spread: Float = 1
    /// How much likeness to the likest item above takes away: 0 for nothing, 1 for all of the score
    /// of an item that is alike in everything.
    package var diversity: Float = 0
    /// Items of one category, brand or seller at most; nil for any number.
    package var categoryMax: Int?
    package var brandMax: Int?
    package var sellerMax: Int?
    /// New items at least, as far as there are any.
    package var newMin = 0
    /// How often somebody may be shown an item in vain before that costs it something.
    package var seenFree = 4
    /// What the score is multiplied by for each time after that, above 0 and at most 1.
    package var seenFactor: Float = 1
    /// How far chance may stray from the order: an item of double the score is chosen 2^(1/temperature)
    /// times as often. 0 keeps the order.
    package var temperature: Double = 0

    package init() {}

    /// Whether the order of the scores is the page.
    package var keepsOrder: Bool {
        spread == 1 && diversity == 0 && categoryMax == nil && brandMax == nil
            && sellerMax == nil && newMin == 0 && temperature == 0
    }
}
