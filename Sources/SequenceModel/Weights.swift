package import Neural
import Primitives

/// The weights of a model but for the items' vectors: one block of floats, and where each part of
/// it lies. Gradients and the optimiser's moments have the same form, so that they can be added and
/// stepped as one vector.
package final class Weights {
    /// The weights of one block of the transformer. Matrices are [inputs × outputs].
    package struct Block {
        package let normA: Norm
        package let attend: Linear
        package let join: Linear
        package let normB: Norm
        package let widen: Linear
        package let narrow: Linear
        /// The gates of both branches, where the model is gated.
        package let gates: [Linear]
    }

    /// y = x · W + b.
    package struct Linear {
        package let weight: Tensor
        package let bias: Tensor
    }

    package let shape: ModelShape
    /// Every float of the parts below.
    package let all: Tensor
    /// [actions × width]
    package let actions: Tensor
    /// [gaps × width]
    package let gaps: Tensor
    /// [attributes × width]
    package let attributes: Tensor
    package let blocks: [Block]
    package let final: Norm
    /// The parts under the names of a checkpoint.
    package let named: [(name: String, tensor: Tensor)]

    /// All zero.
    package init(_ shape: ModelShape) {
        self.shape = shape
        var plan = Carver(Tensor(rows: 1, columns: Self.count(shape)))
        let width = shape.width
        actions = plan.part("actions", shape.actions, width)
        gaps = plan.part("gaps", shape.gaps, width)
        attributes = plan.part("attributes", shape.attributes, width)
        blocks = (0..<shape.blocks).map { block in
            let name = "blocks.\(block)"
            return Block(
                normA: plan.norm("\(name).norm_a", width),
                attend: plan.linear("\(name).attend", width, 3 * width),
                join: plan.linear("\(name).join", width, width),
                normB: plan.norm("\(name).norm_b", width),
                widen: plan.linear("\(name).widen", width, shape.inner),
                narrow: plan.linear("\(name).narrow", shape.inner, width),
                gates: shape.isGated
                    ? ["a", "b"].map { plan.linear("\(name).gate_\($0)", width, width) } : [])
        }
        final = plan.norm("final", width)
        all = plan.all
        named = plan.parts
        precondition(plan.offset == all.count)
    }

    /// Floats of all parts.
    package static func count(_ shape: ModelShape) -> Int {
        let (width, inner) = (shape.width, shape.inner)
        let square = width * (width + 1)
        let norms = 4 * width
        let attention = 4 * square
        let feedForward = width * inner + inner + inner * width + width
        let gates = shape.isGated ? 2 * square : 0
        let tables = shape.actions + shape.gaps + shape.attributes
        return (tables + 2) * width + shape.blocks * (norms + attention + feedForward + gates)
    }

    /// The start of training: matrices by Glorot and Bengio (2010), norms one, tables small. Attention
    /// begins with looking at what is near, about as one over the distance.
    package func initialise(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for table in [actions, gaps, attributes] { table.fillNormal(0.02, &random) }
        for block in blocks {
            for norm in [block.normA, block.normB] { norm.gain.fill(1) }
            for linear in [block.attend, block.join, block.widen, block.narrow] + block.gates {
                let (rows, columns) = (linear.weight.rows, linear.weight.columns)
                linear.weight.fillUniform((6 / Float(rows + columns)).squareRoot(), &random)
            }
            look(near: block.attend)
        }
        final.gain.fill(1)
    }

    /// Where queries and keys have one and the same bias in the first half of each pair, they differ
    /// by the angles of their distance alone. The cosines of these, from fast pairs to slow ones, add
    /// up to a score that falls with the distance's logarithm: here with a slope of about one.
    private func look(near linear: Linear) {
        let size = shape.width / shape.heads
        let bias = (2 * Rotation.logBase / Float(size).squareRoot()).squareRoot()
        for part in 0..<2 * shape.heads {
            for pair in 0..<size / 2 { linear.bias[0, size * part + pair] = bias }
        }
    }
}

/// Cuts one block of floats into parts, one after another.
private struct Carver {
    let all: Tensor
    var offset = 0
    var parts: [(name: String, tensor: Tensor)] = []

    init(_ all: Tensor) { self.all = all }

    mutating func part(_ name: String, _ rows: Int, _ columns: Int) -> Tensor {
        let tensor = Tensor(part: all, from: offset, rows: rows, columns: columns)
        offset += rows * columns
        if rows > 0 { parts.append((name, tensor)) }
        return tensor
    }

    mutating func norm(_ name: String, _ width: Int) -> Norm {
        Norm(gain: part("\(name).gain", 1, width), bias: part("\(name).bias", 1, width))
    }

    mutating func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> Weights.Linear {
        Weights.Linear(
            weight: part("\(name).weight", inputs, outputs), bias: part("\(name).bias", 1, outputs))
    }
}
