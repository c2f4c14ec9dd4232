import Neural
import Primitives

/// A hidden layer that all tasks share, and of each task a line over features and layer (Caruana,
/// "Multitask learning", 1997). Where the item stood has a weight of its own beside them, which is
/// left out when an answer is made: what a click owes to the place teaches nothing of the item (the
/// shallow tower of Zhao et al., "Recommending what video to watch next", RecSys 2019).
///
/// `@unchecked Sendable`: the weights are moved by training alone, before anybody asks.
final class TaskNetwork: @unchecked Sendable {
    private static let units = 16
    static let tasks = RankingTask.allCases.count

    /// Weights, or of the same form their gradients: one block of floats, and its parts.
    private struct Parts {
        let all: Tensor
        /// [features × units]
        let widen: Tensor
        /// [1 × units]
        let bias: Tensor
        /// [units × tasks]
        let output: Tensor
        /// [features × tasks]
        let line: Tensor
        /// [1 × tasks]
        let base: Tensor
        /// [1 × tasks]
        let place: Tensor

        init(features: Int) {
            let (units, tasks) = (TaskNetwork.units, TaskNetwork.tasks)
            let sizes = [
                features * units, units, units * tasks, features * tasks, tasks, tasks,
            ]
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
            base = part(4, rows: 1)
            place = part(5, rows: 1)
        }
    }

    private let features: Int
    private let weights: Parts

    /// The hidden layer starts by He et al. (2015), its outputs near zero and the lines at zero.
    ///
    /// - Parameters:
    ///   - features: Numbers of a row.
    ///   - rates: Of each task, the logit of how often it comes true.
    ///   - seed: Draws the weights.
    init(features: Int, rates: [Float], seed: UInt64) {
        self.features = features
        weights = Parts(features: features)
        var random = SeededRNG(seed: seed)
        let deviation = (2 / Double(features)).squareRoot()
        weights.widen.array = (0..<features * Self.units).map { _ in
            Float(deviation * random.normal())
        }
        weights.output.array = (0..<Self.units * Self.tasks).map { _ in
            Float(0.05 * random.normal())
        }
        weights.base.array = rates
    }

    init(copying other: TaskNetwork) {
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

    /// A logit a row and task, as if each stood in the first place.
    func logits(of rows: Tensor) -> Tensor { Pass(weights, rows).logits }

    /// What the place adds, by task.
    func logits(ofPlace position: Float) -> [Float] { weights.place.array.map { $0 * position } }

    /// What a task's logit is the sum of: each feature's own part, and what the shared layer adds.
    func parts(of row: Tensor, _ task: RankingTask) -> (lines: [Float], shared: Float, base: Float)
    {
        let lines = (0..<features).map { row[0, $0] * weights.line[$0, task.rawValue] }
        let base = weights.base[0, task.rawValue]
        let logit = logits(of: row)[0, task.rawValue]
        return (lines, logit - base - lines.reduce(0, +), base)
    }

    /// One way forward, with what the way back needs.
    private struct Pass {
        let hidden: Tensor
        let activated: Tensor
        let logits: Tensor

        init(_ weights: Parts, _ rows: Tensor) {
            hidden = Tensor(rows: rows.rows, columns: TaskNetwork.units)
            activated = Tensor(rows: rows.rows, columns: TaskNetwork.units)
            logits = Tensor(rows: rows.rows, columns: TaskNetwork.tasks)
            Gemm.multiply(rows, weights.widen, into: hidden)
            Activation.gelu.forwardLeavingSlope(in: hidden, bias: weights.bias, into: activated)
            Gemm.multiply(rows, weights.line, bias: weights.base, into: logits)
            Gemm.multiply(activated, weights.output, into: logits, adding: true)
        }
    }

    /// Moves the weights, a batch of rows at a time.
    struct Optimiser {
        private let network: TaskNetwork
        private let gradient: Parts
        private let moments: AdamW.Moments
        private var adam = AdamW()
        private var steps = 0

        init(_ network: TaskNetwork, weightDecay: Float) {
            self.network = network
            gradient = Parts(features: network.features)
            moments = AdamW.Moments(of: network.weights.all)
            adam.weightDecay = weightDecay
        }

        /// One step against the slopes of the loss by the logits.
        ///
        /// - Parameters:
        ///   - rows: The batch.
        ///   - positions: Of each row, log(1 + place).
        ///   - rate: Of learning.
        ///   - slope: Changes the logits, places included, into slopes.
        mutating func step(
            _ rows: Tensor, positions: [Float], rate: Float, slope: (Tensor) -> Void
        ) {
            let weights = network.weights
            let pass = Pass(weights, rows)
            let slopes = pass.logits
            for (row, position) in positions.enumerated() {
                for task in 0..<TaskNetwork.tasks {
                    slopes[row, task] += position * weights.place[0, task]
                }
            }
            slope(slopes)
            for (row, position) in positions.enumerated() {
                for task in 0..<TaskNetwork.tasks {
                    gradient.base[0, task] += slopes[row, task]
                    gradient.place[0, task] += position * slopes[row, task]
                }
            }
            Gemm.multiplyTransposed(rows, slopes, into: gradient.line, adding: true)
            Gemm.multiplyTransposed(pass.activated, slopes, into: gradient.output, adding: true)
            let turned = Tensor(rows: TaskNetwork.tasks, columns: TaskNetwork.units)
            Gemm.transpose(weights.output, into: turned)
            let inner = pass.activated
            Gemm.multiply(slopes, turned, into: inner)
            Activation.backward(
                inner, slope: pass.hidden, into: inner, biasGradient: gradient.bias)
            Gemm.multiplyTransposed(rows, inner, into: gradient.widen, adding: true)
            steps += 1
            adam.update(
                weights.all, moments: moments, gradient: gradient.all,
                step: AdamW.Step(
                    number: steps, learningRate: rate, gradientScale: 1 / Float(rows.rows)))
            gradient.all.fill(0)
        }
    }
}
