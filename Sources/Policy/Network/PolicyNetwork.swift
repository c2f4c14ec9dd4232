package import Neural
import Primitives

/// What an item is worth to whoever asks: one hidden layer over state and candidate, and products of
/// directions of the two, with three numbers a candidate.
///
///     h = gelu(x·A + s·B + b)      f = (x·C) ∘ (s·D)      y = h·U + f·V + x·W + c
///
/// A reference with its own scratch: one thread at a time.
package final class PolicyNetwork {
    /// What the three numbers are.
    package enum Head: Int, CaseIterable {
        /// The logit by which the policy draws.
        case choice
        /// The logit of a click, if looked at.
        case click
        /// What a click is worth, all that follows from it included.
        case worth
    }

    package let shape: PolicyShape
    /// A, B, b, C, D, U, V, W, c.
    package let weights: [Tensor]
    package let gradients: [Tensor]
    /// [candidates × 3] of the last forward pass.
    package let outputs: Tensor
    private var descent: Descent
    private let scratch: Scratch

    /// Small random weights.
    ///
    /// - Parameters:
    ///   - shape: sizes.
    ///   - seed: of the weights.
    ///   - slatesMax: the largest batch.
    ///   - candidatesMax: candidates of all slates of a batch together.
    package init(_ shape: PolicyShape, seed: UInt64, slatesMax: Int, candidatesMax: Int) {
        self.shape = shape
        weights = Self.tensors(shape)
        gradients = Self.tensors(shape)
        descent = Descent(of: weights)
        outputs = Tensor(rows: candidatesMax, columns: Head.allCases.count)
        scratch = Scratch(shape, slatesMax, candidatesMax)
        var rng = SeededRNG(seed: seed)
        // Biases and what reaches the outputs directly start at zero.
        for place in [0, 1, 3, 4, 5, 6] {
            let scale = 0.5 / Double(weights[place].rows).squareRoot()
            weights[place].array = (0..<weights[place].count).map { _ in
                Float(scale * rng.normal())
            }
        }
    }

    private static func tensors(_ shape: PolicyShape) -> [Tensor] {
        let heads = Head.allCases.count
        return [
            (shape.candidate, shape.hidden), (shape.state, shape.hidden), (1, shape.hidden),
            (shape.candidate, shape.rank), (shape.state, shape.rank), (shape.hidden, heads),
            (shape.rank, heads), (shape.candidate, heads), (1, heads),
        ].map { Tensor(rows: $0.0, columns: $0.1) }
    }

    /// Takes another network's weights; the optimiser's moments stay.
    package func copy(_ other: PolicyNetwork) {
        for (own, theirs) in zip(weights, other.weights) { own.copy(theirs) }
    }

    /// Takes weights from outside, in the order of `weights`.
    package func take(_ arrays: [[Float]]) {
        for (tensor, array) in zip(weights, arrays) { tensor.array = array }
    }

    /// Makes the policy say nothing of its own yet: every logit 0.
    package func silence() {
        for place in 5...8 {
            for row in 0..<weights[place].rows { weights[place][row, Head.choice.rawValue] = 0 }
        }
    }

    package func output(_ head: Head, of row: Int) -> Double {
        Double(outputs[row, head.rawValue])
    }

    /// The chance of a click on the item of a row, if it is looked at.
    package func chance(ofRow row: Int) -> Double {
        1 / (1 + exponential(-output(.click, of: row)))
    }

    // MARK: Passes

    package func forward(_ batch: PolicyBatch) {
        let s = scratch
        Gemm.multiply(batch.candidates, weights[0], into: s.hidden)
        Gemm.multiply(batch.states, weights[1], into: s.stateHidden)
        repeatRows(s.stateHidden, over: batch.rows, into: s.repeatedHidden)
        s.hidden.add(s.repeatedHidden)
        Activation.gelu.forwardLeavingSlope(in: s.hidden, bias: weights[2], into: s.active)
        Gemm.multiply(batch.candidates, weights[3], into: s.directions)
        Gemm.multiply(batch.states, weights[4], into: s.stateDirections)
        repeatRows(s.stateDirections, over: batch.rows, into: s.repeated)
        s.products.copy(s.directions)
        s.products.multiply(by: s.repeated)
        Gemm.multiply(s.active, weights[5], bias: weights[8], into: outputs)
        Gemm.multiply(s.products, weights[6], into: outputs, adding: true)
        Gemm.multiply(batch.candidates, weights[7], into: outputs, adding: true)
    }

    /// Adds the gradients of the weights after a forward pass of the same batch.
    ///
    /// - Parameters:
    ///   - gradient: that of the outputs.
    ///   - batch: what the forward pass read.
    package func backward(_ gradient: Tensor, _ batch: PolicyBatch) {
        let s = scratch
        Gemm.multiplyTransposed(s.active, gradient, into: gradients[5], adding: true)
        Gemm.multiplyTransposed(s.products, gradient, into: gradients[6], adding: true)
        Gemm.multiplyTransposed(batch.candidates, gradient, into: gradients[7], adding: true)
        Gemm.sumRows(gradient, into: gradients[8], adding: true)
        Gemm.transpose(weights[5], into: s.turnedHidden)
        Gemm.multiply(gradient, s.turnedHidden, into: s.active)
        Activation.backward(
            s.active, slope: s.hidden, into: s.active, biasGradient: gradients[2])
        Gemm.multiplyTransposed(batch.candidates, s.active, into: gradients[0], adding: true)
        collect(s.active, over: batch.rows, into: s.stateHidden)
        Gemm.multiplyTransposed(batch.states, s.stateHidden, into: gradients[1], adding: true)
        Gemm.transpose(weights[6], into: s.turnedRank)
        Gemm.multiply(gradient, s.turnedRank, into: s.products)
        s.directions.multiply(by: s.products)
        collect(s.directions, over: batch.rows, into: s.stateDirections)
        Gemm.multiplyTransposed(
            batch.states, s.stateDirections, into: gradients[4], adding: true)
        s.products.multiply(by: s.repeated)
        Gemm.multiplyTransposed(batch.candidates, s.products, into: gradients[3], adding: true)
    }

    /// Steps all weights by Adam and clears the gradients. Gradients that are not finite are dropped,
    /// and the weights left as they are.
    ///
    /// - Parameters:
    ///   - rate: the learning rate.
    ///   - normMax: the norm to which all gradients together are cut.
    /// - Returns: whether a step was made.
    @discardableResult
    package func step(rate: Float, normMax: Float = 5) -> Bool {
        descent.step(weights, gradients, rate: rate, normMax: normMax)
    }

    // MARK: Rows

    /// Writes each slate's row once for each of its candidates.
    private func repeatRows(_ source: Tensor, over rows: [Range<Int>], into target: Tensor) {
        let columns = source.columns
        target.rows = rows.last?.upperBound ?? 0
        for (slate, range) in rows.enumerated() {
            for row in range {
                for column in 0..<columns {
                    unsafe target.floats[row * columns + column] =
                        source.floats[slate * columns + column]
                }
            }
        }
    }

    /// Adds up the rows of each slate's candidates.
    private func collect(_ source: Tensor, over rows: [Range<Int>], into target: Tensor) {
        let columns = source.columns
        target.rows = rows.count
        for (slate, range) in rows.enumerated() {
            for column in 0..<columns { unsafe target.floats[slate * columns + column] = 0 }
            for row in range {
                for column in 0..<columns {
                    unsafe target.floats[slate * columns + column] +=
                        source.floats[row * columns + column]
                }
            }
        }
    }

    /// Buffers of the passes, made once.
    private struct Scratch {
        let hidden: Tensor
        let active: Tensor
        let repeatedHidden: Tensor
        let directions: Tensor
        let products: Tensor
        let repeated: Tensor
        let stateHidden: Tensor
        let stateDirections: Tensor
        let turnedHidden: Tensor
        let turnedRank: Tensor

        init(_ shape: PolicyShape, _ slates: Int, _ candidates: Int) {
            let heads = Head.allCases.count
            hidden = Tensor(rows: candidates, columns: shape.hidden)
            active = Tensor(rows: candidates, columns: shape.hidden)
            repeatedHidden = Tensor(rows: candidates, columns: shape.hidden)
            directions = Tensor(rows: candidates, columns: shape.rank)
            products = Tensor(rows: candidates, columns: shape.rank)
            repeated = Tensor(rows: candidates, columns: shape.rank)
            stateHidden = Tensor(rows: slates, columns: shape.hidden)
            stateDirections = Tensor(rows: slates, columns: shape.rank)
            turnedHidden = Tensor(rows: heads, columns: shape.hidden)
            turnedRank = Tensor(rows: heads, columns: shape.rank)
        }
    }
}
