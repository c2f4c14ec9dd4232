import Neural
import Primitives

/// A line and a small hidden layer over an entry's features; their sum is its score.
///
/// `@unchecked Sendable`: the weights are moved by training alone, before anybody asks.
final class ListNetwork: @unchecked Sendable {
    static let units = 32

    /// Weights, or of the same form their gradients: one block of floats, and its parts.
    private struct Parts {
        let all: Tensor
        /// [features × units]
        let widen: Tensor
        /// [1 × units]
        let bias: Tensor
        /// [1 × units]; `outputTurned` is the same floats as a column.
        let output: Tensor
        let outputTurned: Tensor
        /// [features × 1]
        let line: Tensor

        init(features: Int) {
            let units = ListNetwork.units
            all = Tensor(rows: 1, columns: (features + 2) * units + features)
            let matrix = features * units
            widen = Tensor(part: all, from: 0, rows: features, columns: units)
            bias = Tensor(part: all, from: matrix, rows: 1, columns: units)
            output = Tensor(part: all, from: matrix + units, rows: 1, columns: units)
            outputTurned = Tensor(part: all, from: matrix + units, rows: units, columns: 1)
            line = Tensor(part: all, from: matrix + 2 * units, rows: features, columns: 1)
        }
    }

    private let features: Int
    private let weights: Parts

    /// The hidden layer starts by He et al. (2015), all else but for what its units count at zero.
    init(features: Int, seed: UInt64) {
        self.features = features
        weights = Parts(features: features)
        var random = SeededRNG(seed: seed)
        let deviation = (2 / Double(features)).squareRoot()
        for feature in 0..<features {
            for unit in 0..<Self.units {
                weights.widen[feature, unit] = Float(deviation * random.normal())
            }
        }
        for unit in 0..<Self.units { weights.output[0, unit] = Float(0.1 * random.normal()) }
    }

    init(copying other: ListNetwork) {
        features = other.features
        weights = Parts(features: other.features)
        weights.all.copy(other.weights.all)
    }

    /// Weights as `block` gave them; nil where they are of another number of features.
    init?(features: Int, block: Tensor) {
        self.features = features
        weights = Parts(features: features)
        guard block.count == weights.all.count else { return nil }
        weights.all.copy(block)
    }

    /// All weights.
    var block: Tensor { weights.all }

    func weight(of feature: Int, to unit: Int) -> Float { weights.widen[feature, unit] }
    func bias(of unit: Int) -> Float { weights.bias[0, unit] }
    func output(of unit: Int) -> Float { weights.output[0, unit] }
    func line(of feature: Int) -> Float { weights.line[feature, 0] }

    /// A score a row.
    func scores(of rows: Tensor) -> [Float] {
        Pass(weights, rows).scores.array
    }

    /// One list's way forward, with what the way back needs.
    private struct Pass {
        let hidden: Tensor
        let activated: Tensor
        let scores: Tensor

        init(_ weights: Parts, _ rows: Tensor) {
            hidden = Tensor(rows: rows.rows, columns: ListNetwork.units)
            activated = Tensor(rows: rows.rows, columns: ListNetwork.units)
            scores = Tensor(rows: rows.rows, columns: 1)
            Gemm.multiply(rows, weights.widen, into: hidden)
            Activation.gelu.forwardLeavingSlope(in: hidden, bias: weights.bias, into: activated)
            Gemm.multiply(activated, weights.outputTurned, into: scores)
            Gemm.multiply(rows, weights.line, into: scores, adding: true)
        }
    }

    /// Moves the weights, a batch of lists at a time.
    struct Optimiser {
        private let network: ListNetwork
        private let gradient: Parts
        private let moments: AdamW.Moments
        private var adam = AdamW()
        private var steps = 0

        init(_ network: ListNetwork, weightDecay: Float) {
            self.network = network
            gradient = Parts(features: network.features)
            moments = AdamW.Moments(of: network.weights.all)
            adam.weightDecay = weightDecay
        }

        /// Adds the gradient of one list; `slope` tells that of its scores.
        func add(_ rows: Tensor, slope: ([Float]) -> [Float]) {
            let pass = Pass(network.weights, rows)
            let slopes = Tensor(rows: rows.rows, columns: 1)
            slopes.array = slope(pass.scores.array)
            Gemm.multiplyTransposed(rows, slopes, into: gradient.line, adding: true)
            Gemm.multiplyTransposed(
                pass.activated, slopes, into: gradient.outputTurned, adding: true)
            let inner = pass.activated
            Gemm.multiply(slopes, network.weights.output, into: inner)
            Activation.backward(
                inner, slope: pass.hidden, into: inner, biasGradient: gradient.bias)
            Gemm.multiplyTransposed(rows, inner, into: gradient.widen, adding: true)
        }

        /// Moves the weights by the mean of so many lists' gradients.
        mutating func step(lists: Int, rate: Float) {
            steps += 1
            adam.update(
                network.weights.all, moments: moments, gradient: gradient.all,
                step: AdamW.Step(
                    number: steps, learningRate: rate, gradientScale: 1 / Float(lists)))
            gradient.all.fill(0)
        }
    }
}
