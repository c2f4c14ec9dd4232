/// What is usual in a shop: what the counts of one item are held against.
package struct ShopRates: Hashable, Sendable {
    /// Clicks of impressions.
    package var clicked = ShareMoments()
    /// Purchases of views.
    package var bought = ShareMoments()
    package var ratingSum = 0.0
    package var ratingCount = 0.0

    /// Ratings that the mean of all counts as beside those of an item.
    private static let ratingsUsual = 5.0
    /// Before anybody rated anything, on a scale to five.
    private static let ratingUsual = 3.5

    /// Before the first event.
    package init() {}

    /// An item's mean rating, drawn towards that of all.
    package func rating(of counters: ItemCounters) -> Double {
        let mean = ratingCount > 0 ? ratingSum / ratingCount : Self.ratingUsual
        return (counters.ratingSum + mean * Self.ratingsUsual)
            / (Double(counters.ratingCount) + Self.ratingsUsual)
    }
}
