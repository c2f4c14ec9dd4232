package import Primitives

/// What is known of an item when it is to be ranked.
package struct ItemFacts: Sendable {
    package var number: UInt32
    package var counters: ItemCounters
    package var price: PriceLevel
    /// Hashes; nil where the catalogue says nothing.
    package var brand: UInt64?
    package var category: UInt64?
    package var created: Timestamp?

    /// - Parameters:
    ///   - number: As visits name it.
    ///   - counters: Up to now.
    ///   - price: Its own, or what stands in.
    package init(number: UInt32, counters: ItemCounters, price: PriceLevel) {
        self.number = number
        self.counters = counters
        self.price = price
    }
}
