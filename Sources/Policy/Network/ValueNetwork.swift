package import Neural
import Primitives

/// V(s): the discounted reward that a person in a state is going to bring, by one hidden layer.
package final class ValueNetwork {
    /// A, a, B, b of `gelu(s·A + a)·B + b`.
    package let weights: [Tensor]
    package let gradients: [Tensor]
    private var descent: Descent
    private let hidden: Tensor
    private let active: Tensor
    private let output: Tensor
    private let turned: Tensor

    /// - Parameters:
    ///   - state: floats of a state.
    ///   - width: of the layer between.
    ///   - seed: of the first weights.
    ///   - rowsMax: the largest batch.
    package init(state: Int, hidden width: Int = 24, seed: UInt64, rowsMax: Int) {
        func tensors() -> [Tensor] {
            [(state, width), (1, width), (width, 1), (1, 1)].map {
                Tensor(rows: $0.0, columns: $0.1)
            }
        }
        weights = tensors()
        gradients = tensors()
        descent = Descent(of: weights)
        hidden = Tensor(rows: rowsMax, columns: width)
        active = Tensor(rows: rowsMax, columns: width)
        output = Tensor(rows: rowsMax, columns: 1)
        turned = Tensor(rows: 1, columns: width)
        var rng = SeededRNG(seed: seed)
        for place in [0, 2] {
            let scale = 0.7 / Double(weights[place].rows).squareRoot()
            weights[place].array = (0..<weights[place].count).map { _ in
                Float(scale * rng.normal())
            }
        }
    }

    /// One value a row.
    package func values(of states: Tensor) -> [Double] {
        Gemm.multiply(states, weights[0], into: hidden)
        Activation.gelu.forwardLeavingSlope(in: hidden, bias: weights[1], into: active)
        Gemm.multiply(active, weights[2], bias: weights[3], into: output)
        return output.array.map(Double.init)
    }

    /// Adds the gradient of half the mean square error, and returns that error.
    ///
    /// - Parameters:
    ///   - states: a row each.
    ///   - targets: as many.
    /// - Returns: half the mean square error.
    package func learn(_ states: Tensor, targets: [Double]) -> Double {
        let errors = zip(values(of: states), targets).map { $0 - $1 }
        let count = Double(max(1, errors.count))
        output.array = errors.map { Float($0 / count) }
        Gemm.multiplyTransposed(active, output, into: gradients[2], adding: true)
        Gemm.sumRows(output, into: gradients[3], adding: true)
        Gemm.transpose(weights[2], into: turned)
        Gemm.multiply(output, turned, into: active)
        Activation.backward(active, slope: hidden, into: active, biasGradient: gradients[1])
        Gemm.multiplyTransposed(states, active, into: gradients[0], adding: true)
        return errors.reduce(0) { $0 + $1 * $1 } / (2 * count)
    }

    /// Steps by Adam; gradients that are not finite are dropped.
    @discardableResult
    package func step(rate: Float, normMax: Float = 5) -> Bool {
        descent.step(weights, gradients, rate: rate, normMax: normMax)
    }
}
