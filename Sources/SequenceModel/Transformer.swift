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
    private let rotation: Rotation

    /// A model that knows nothing yet.
    package init(_ shape: ModelShape, seed: UInt64) {
        precondition(shape.problem == nil, shape.problem ?? "")
        self.shape = shape
        weights = Weights(shape)
        rotation = Rotation(
            heads: shape.heads, size: shape.width / shape.heads, positions: shape.reach)
        items = Tensor(rows: shape.items, columns: shape.width)
        weights.initialise(seed: seed)
        var random = SeededRNG(seed: seed ^ 0x6974_656D)
        items.fillNormal(1 / Float(shape.width).squareRoot(), &random)
    }

    /// Floats that are learnt.
    package var parameters: Int { weights.all.count + items.count }

    /// A copy that shares nothing.
    package convenience init(copying other: Transformer) {
        self.init(other.shape, seed: 0)
        copy(other)
    }

    /// Takes over the weights of another model of the same shape.
    package func copy(_ other: Transformer) {
        precondition(other.shape == shape)
        weights.all.copy(other.weights.all)
        items.copy(other.items)
    }

    var encoder: Encoder {
        Encoder(shape: shape, weights: weights, items: items, rotation: rotation)
    }
}
