/// A line of an order as a shop would book it, for statistics.
package struct MarketPurchase: Hashable, Sendable {
    package let shopper: Int
    package let order: Int
    package let item: Int
    /// Days, from the start of a market or since 1970.
    package let time: Double

    package init(shopper: Int, order: Int, item: Int, time: Double) {
        self.shopper = shopper
        self.order = order
        self.item = item
        self.time = time
    }
}
