/// A candidate for a page: its score, and what of it matters beside others.
package struct ArrangementEntry: Hashable, Sendable {
    /// How good it is, all that depends on it alone counted in; not negative.
    package var score: Float
    /// Hashes of the levels of its category and all above it, from the root; empty where it has none,
    /// which makes it like no other.
    package var category: [UInt64]
    package var brand: UInt64?
    package var seller: UInt64?
    /// Of length 1, to compare it with others by; empty where nothing learnt one.
    package var vector: [Float]
    package var isNew: Bool

    package init(
        score: Float, category: [UInt64] = [], brand: UInt64? = nil, seller: UInt64? = nil,
        vector: [Float] = [], isNew: Bool = false
    ) {
        self.score = score
        self.category = category
        self.brand = brand
        self.seller = seller
        self.vector = vector
        self.isNew = isNew
    }

    /// How alike two items are, 0...1: the cosine of their vectors, and without these the share of
    /// their categories' levels that are the same, of which the brand is one more.
    func likeness(to other: ArrangementEntry) -> Float {
        if !vector.isEmpty, vector.count == other.vector.count {
            var dot: Float = 0
            for index in vector.indices { dot += vector[index] * other.vector[index] }
            return min(1, max(0, dot))
        }
        let same = zip(category, other.category).prefix { $0 == $1 }.count
        let isBrand = brand != nil && brand == other.brand
        return Float(same + (isBrand ? 1 : 0))
            / Float(max(category.count, other.category.count) + 1)
    }
}
