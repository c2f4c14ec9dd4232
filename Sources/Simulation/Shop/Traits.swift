/// The hidden truth about an item: what shoppers weigh, by the numbers of the assortment.
package struct Traits: Hashable, Sendable {
    package let kind: Int
    package let leaf: Int
    package let department: Int
    package let brand: Int
    package var colour: Int?
    package let material: Word?
    package let style: Int
    /// Dearness among its kind: the standard score of the logarithm of its price.
    package let priceLevel: Double
    /// How good it really is, 0...1: seen only when it is looked at closely.
    package let quality: Double
    /// How well known it was before any engine, 0...1; few items are.
    package let popularity: Double
}
