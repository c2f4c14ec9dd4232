package import Neural

/// What a model makes of an item's content, without anybody having met the item.
package final class ItemContent {
    /// By how much the vector of a new item is longer than what its content comes to: items that
    /// people have had also have a part of their own, so that new ones would always come last.
    /// Chosen on Amazon Beauty's validation part; more favours new items over known ones.
    package static let gain: Float = 1.3

    package let hashing: FeatureHashing
    /// A vector for each bucket, [buckets × width].
    package let projection: Tensor
    /// Zeros.
    init(_ hashing: FeatureHashing, width: Int) {
        self.hashing = hashing
        projection = Tensor(rows: hashing.buckets, columns: width)
    }

    /// The vector of an item with these features, by their hashes: the row that a table of items
    /// needs for an item that is new. Zeros where none of them is known. Takes microseconds.
    package func vector(of features: Set<UInt64>) -> [Float] {
        let vector = Tensor(rows: 1, columns: projection.columns)
        let entries = hashing.bag(features)
        var bag = EmbeddingBag()
        bag.append(entries.map(\.index), weights: entries.map(\.weight))
        bag.forward(projection, into: vector)
        vector.multiply(by: Self.gain)
        return vector.array
    }
}
