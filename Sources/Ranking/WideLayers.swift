import Neural
import Primitives

/// A line and a small hidden layer over a row's features, whose sums are the outputs (Cheng et al.,
/// "Wide & deep learning for recommender systems", 2016): weights, or of the same form their gradients.
struct WideLayers {
    struct Shape: Hashable {
        var features: Int
        var units: Int
        var outputs: Int
        /// Rows of one more weight an output each, which stand last and are the owner's to use.
        var more = 0
    }

    let shape: Shape
    /// One block of floats, of which all others are parts.
    let all: Tensor
    /// [features × units]
    let widen: Tensor
    /// [1 × units]
    let bias: Tensor
    /// [units × outputs]
    let output: Tensor
    /// [features × outputs]
    let line: Tensor
    /// [1 × outputs] each
    let more: [Tensor]

    /// Zeros.
    init(_ shape: Shape) {
        self.shape = shape
        let (features, units, outputs) = (shape.features, shape.units, shape.outputs)
        let sizes =
            [features * units, units, units * outputs, features * outputs]
            + Array(repeating: outputs, count: shape.more)
        let whole = Tensor(rows: 1, columns: sizes.reduce(0, +))
        func part(_ number: Int, rows: Int) -> Tensor {
            Tensor(
                part: whole, from: sizes[..<number].reduce(0, +), rows: rows,
                columns: sizes[number] / rows)
        }
        all = whole
        widen = part(0, rows: features)
        bias = part(1, rows: 1)
        output = part(2, rows: units)
        line = part(3, rows: features)
        more = (0..<shape.more).map { part(4 + $0, rows: 1) }
    }

    /// The hidden layer starts by He et al. (2015), all else but for what its units count at zero.
    ///
    /// - Parameters:
    ///   - shape: Of the weights.
    ///   - outputDeviation: Of what the units count at first.
    ///   - seed: Draws the weights.
    init(_ shape: Shape, outputDeviation: Double, seed: UInt64) {
        self.init(shape)
        var random = SeededRNG(seed: seed)
        let deviation = (2 / Double(shape.features)).squareRoot()
        widen.array = (0..<widen.count).map { _ in Float(deviation * random.normal()) }
        output.array = (0..<output.count).map { _ in Float(outputDeviation * random.normal()) }
    }

    /// One way forward, with what the way back needs.
    struct Pass {
        private let rows: Tensor
        private let hidden: Tensor
        private let activated: Tensor
        /// [rows × outputs]
        let outputs: Tensor

        /// - Parameters:
        ///   - layers: The weights.
        ///   - rows: A row of features each.
        ///   - base: Added to each row's outputs.
        init(_ layers: WideLayers, _ rows: Tensor, base: Tensor? = nil) {
            self.rows = rows
            hidden = Tensor(rows: rows.rows, columns: layers.shape.units)
            activated = Tensor(rows: rows.rows, columns: layers.shape.units)
            outputs = Tensor(rows: rows.rows, columns: layers.shape.outputs)
            Gemm.multiply(rows, layers.widen, into: hidden)
            Activation.gelu.forwardLeavingSlope(in: hidden, bias: layers.bias, into: activated)
            if let base {
                Gemm.multiply(rows, layers.line, bias: base, into: outputs)
            } else {
                Gemm.multiply(rows, layers.line, into: outputs)
            }
            Gemm.multiply(activated, layers.output, into: outputs, adding: true)
        }

        /// Adds the gradient of the weights; the pass is used up.
        ///
        /// - Parameters:
        ///   - slopes: Of the loss by the outputs.
        ///   - layers: The weights of the way forward.
        ///   - gradient: Where it goes.
        func addGradient(of slopes: Tensor, _ layers: WideLayers, to gradient: WideLayers) {
            Gemm.multiplyTransposed(rows, slopes, into: gradient.line, adding: true)
            Gemm.multiplyTransposed(activated, slopes, into: gradient.output, adding: true)
            let turned = Tensor(rows: layers.shape.outputs, columns: layers.shape.units)
            Gemm.transpose(layers.output, into: turned)
            Gemm.multiply(slopes, turned, into: activated)
            Activation.backward(
                activated, slope: hidden, into: activated, biasGradient: gradient.bias)
            Gemm.multiplyTransposed(rows, activated, into: gradient.widen, adding: true)
        }
    }

    /// Moves weights by what gradients add up to.
    struct Optimiser {
        let gradient: WideLayers
        private let layers: WideLayers
        private let moments: AdamW.Moments
        private var adam = AdamW()
        private var steps = 0

        init(_ layers: WideLayers, weightDecay: Float) {
            self.layers = layers
            gradient = WideLayers(layers.shape)
            moments = AdamW.Moments(of: layers.all)
            adam.weightDecay = weightDecay
        }

        /// Moves the weights by the mean of so many gradients, and begins anew.
        mutating func step(count: Int, rate: Float) {
            steps += 1
            adam.update(
                layers.all, moments: moments, gradient: gradient.all,
                step: AdamW.Step(
                    number: steps, learningRate: rate, gradientScale: 1 / Float(count)))
            gradient.all.fill(0)
        }
    }
}
