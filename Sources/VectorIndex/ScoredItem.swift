/// An item that was found, and the product of its vector and the query.
package struct ScoredItem: Hashable, Sendable {
    package var item: Int
    package var score: Float

    package init(item: Int, score: Float) {
        self.item = item
        self.score = score
    }
}
