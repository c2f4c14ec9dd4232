package import Neural
import Primitives

/// A model of what shoppers do next: its shape and all of its weights.
///
/// A reference to large blocks of floats. Training writes them; nobody may read at the same time.
package final class Transformer {
    package let shape: ModelShape
    package let weights: Weights
    /// The items' vectors, [items × width]: what tokens are made of, and what the last stream is
    /// compared with.
    package let items: Tensor
    /// What makes the vector of an item of its content, if the model learnt that.
    package let content: ItemContent?
    /// What else it foretells of a next event, once that was learnt.
    package var heads: [ActionHead] = []
    private let rotation: Rotation

    /// A model that knows nothing yet.
    ///
    /// - Parameters:
    ///   - shape: How large it is.
    ///   - seed: Decides where training begins.
    ///   - hashing: How features of items are told apart; nil for a model that knows none.
    package init(_ shape: ModelShape, seed: UInt64, hashing: FeatureHashing? = nil) {
        precondition(shape.problem == nil, shape.problem ?? "")
        self.shape = shape
        weights = Weights(shape)
        rotation = Rotation(
            heads: shape.heads, size: shape.width / shape.heads, positions: shape.reach)
        items = Tensor(rows: shape.items, columns: shape.width)
        content = hashing.map { ItemContent($0, width: shape.width) }
        weights.initialise(seed: seed)
        var random = SeededRNG(seed: seed ^ 0x6974_656D)
        // Where content speaks, items' own parts are to hold only what it does not explain. Zeros
        // would be no beginning: nothing could tell two items apart, and there would be no slope.
        let length: Float = hashing == nil ? 1 : 0.1
        items.fillNormal(length / Float(shape.width).squareRoot(), &random)
    }

    /// Floats that are learnt.
    package var parameters: Int { weights.all.count + items.count }

    /// A copy that shares nothing.
    package convenience init(copying other: Transformer) {
        self.init(other.shape, seed: 0, hashing: other.content?.hashing)
        copy(other)
    }

    /// Takes over the weights of another model of the same shape.
    package func copy(_ other: Transformer) {
        precondition(
            other.shape == shape && other.content?.hashing == content?.hashing)
        weights.all.copy(other.weights.all)
        items.copy(other.items)
        if let learnt = other.content { content?.projection.copy(learnt.projection) }
    }

    /// A copy with further items, of which nothing but the content is known: their features, by
    /// their hashes. Without `content` they are zeros.
    package func grown(by features: [Set<UInt64>]) -> Transformer {
        var larger = shape
        larger.items += features.count
        let result = Transformer(larger, seed: 0, hashing: content?.hashing)
        result.weights.all.copy(weights.all)
        if let content { result.content?.projection.copy(content.projection) }
        let zeros = [Float](repeating: 0, count: shape.width)
        result.items.array =
            items.array + features.flatMap { content?.vector(of: $0) ?? zeros }
        return result
    }

    var encoder: Encoder {
        Encoder(shape: shape, weights: weights, items: items, rotation: rotation)
    }
}
