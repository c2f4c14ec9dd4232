internal import Neural
internal import Primitives

/// The shop's own encoder: a text's vector is the sum of learnt vectors of its features, brought to
/// length one. Queries and items share the table; the descriptions of items weigh less than titles.
///
/// For shops that bring no encoder: it is trained in seconds on their catalogue and clicks
/// (``ShopEncoderTrainer``), and reads thousands of texts in a millisecond's time each core.
///
/// Immutable once it is trained, so that any thread may use it.
package final class ShopEncoder: @unchecked Sendable {
    package let features: TextFeatures
    package let dimensions: Int
    let table: Tensor

    /// What a word outside of the title counts beside one within.
    package static let detailWeight: Float = 0.3

    /// Random vectors: what training starts from, and for texts of equal words already of use.
    package init(buckets: Int = 1 << 17, dimensions: Int = 64, seed: UInt64) {
        precondition(dimensions > 0 && dimensions % 4 == 0)
        features = TextFeatures(buckets: buckets)
        self.dimensions = dimensions
        table = Tensor(rows: buckets, columns: dimensions)
        var random = SeededRNG(seed: seed)
        let scale = 1 / Float(dimensions).squareRoot()
        for index in 0..<table.count {
            unsafe table.floats[index] = scale * Float(random.uniform() * 2 - 1)
        }
    }

    init(table: Tensor) {
        features = TextFeatures(buckets: table.rows)
        dimensions = table.columns
        self.table = table
    }

    /// The vector of a query; zeros if it has no word.
    package func encode(query: String) -> [Float] {
        encode([features.words(of: query).flatMap(\.self)])
    }

    /// The vector of an item; its details are description and attributes, and weigh less.
    package func encode(title: String, details: String) -> [Float] {
        encode([itemFeatures(title: title, details: details)])
    }

    func itemFeatures(title: String, details: String) -> [Feature] {
        features.words(of: title).flatMap(\.self)
            + features.words(of: details).flatMap { $0 }.map {
                Feature(bucket: $0.bucket, weight: $0.weight * Self.detailWeight)
            }
    }

    private func encode(_ texts: [[Feature]]) -> [Float] {
        var bag = EmbeddingBag()
        for text in texts { bag.append(text.map(\.bucket), weights: text.map(\.weight)) }
        let sums = Tensor(rows: texts.count, columns: dimensions)
        bag.forward(table, into: sums)
        return UnitVector.normalised(sums.array)
    }
}
