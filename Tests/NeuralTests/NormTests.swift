import Foundation
import Neural
import Primitives
import Testing

@Suite("Norm")
struct NormTests {
    /// The norm of rows, by the formula.
    static func naive(
        _ x: [Double], columns: Int, gain: [Double], bias: [Double]?, epsilon: Double
    ) -> [Double] {
        stride(from: 0, to: x.count, by: columns).flatMap { start in
            let row = x[start..<start + columns]
            let mean = bias == nil ? 0 : row.reduce(0, +) / Double(columns)
            let square = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
            return row.enumerated().map { column, value in
                (value - mean) / sqrt(square + epsilon) * gain[column] + (bias?[column] ?? 0)
            }
        }
    }

    /// A case: parameters, input and the output's gradient.
    struct Sample {
        var norm: Norm
        var x: Tensor
        var dy: Tensor
        var random: SeededRNG

        init(seed: UInt64, kind: Norm.Kind) {
            var random = SeededRNG(seed: seed)
            let shape = Reference.shape(&random, seed: seed)
            norm = Norm(kind, columns: shape.columns, epsilon: 1e-3)
            for parameter in norm.parameters {
                parameter.array = (0..<shape.columns).map { _ in Float(random.normal()) }
            }
            x = Reference.tensor(shape.rows, shape.columns, &random)
            dy = Reference.tensor(shape.rows, shape.columns, &random)
            self.random = random
        }

        func same() -> Tensor { Tensor(rows: x.rows, columns: x.columns) }
        func moments() -> Tensor { Tensor(rows: x.rows, columns: 2) }
        mutating func random(like x: Tensor) -> Tensor {
            Reference.tensor(x.rows, x.columns, &random)
        }

        func naive(_ x: [Double], gain: [Double]? = nil, bias: [Double]? = nil) -> [Double] {
            NormTests.naive(
                x, columns: norm.gain.columns, gain: gain ?? norm.gain.doubles,
                bias: bias ?? norm.bias?.doubles, epsilon: Double(norm.epsilon))
        }

        /// Whether gradients that began as ones are those of gain and bias, for an output that is
        /// scaled by `gate`.
        func parametersAgree(_ gradient: Norm, _ gate: [Float]? = nil, x: Tensor) -> Bool {
            let weights = gate.map { zip($0, dy.array).map { $0 * $1 } } ?? dy.array
            let gain = Reference.gradient(at: norm.gain.doubles) {
                Reference.weighted(naive(x.doubles, gain: $0), by: weights)
            }
            guard Reference.difference(gradient.gain.array, gain.map { $0 + 1 }) < 2e-5 else {
                return false
            }
            guard let bias = norm.bias, let found = gradient.bias else { return true }
            let expected = Reference.gradient(at: bias.doubles) {
                Reference.weighted(naive(x.doubles, bias: $0), by: weights)
            }
            return Reference.difference(found.array, expected.map { $0 + 1 }) < 2e-5
        }

        /// Ones, for gradients are added to what is there.
        func ones() -> Norm {
            let gradient = norm.makeGradient()
            for parameter in gradient.parameters { parameter.fill(1) }
            return gradient
        }
    }

    static let kinds: [Norm.Kind] = [.layer, .rootMeanSquare]

    @Test("forward and backward agree with the formula", arguments: 1...25, kinds)
    func plain(seed: UInt64, kind: Norm.Kind) {
        let sample = Sample(seed: seed, kind: kind)
        let (x, y, dx, moments) = (sample.x, sample.same(), sample.same(), sample.moments())
        sample.norm.forward(x, into: y, moments: moments)
        #expect(Reference.difference(y.array, sample.naive(x.doubles)) < 1e-5, "seed \(seed)")

        let gradient = sample.ones()
        sample.norm.backward(
            sample.dy, input: x, moments: moments, into: dx, parameters: gradient)
        let expected = Reference.gradient(at: x.doubles) {
            Reference.weighted(sample.naive($0), by: sample.dy.array)
        }
        #expect(Reference.difference(dx.array, expected) < 5e-5, "seed \(seed)")
        #expect(sample.parametersAgree(gradient, x: x), "seed \(seed)")

        dx.fill(3)
        sample.norm.backward(
            sample.dy, input: x, moments: moments, into: dx, accumulating: true,
            parameters: sample.ones())
        #expect(Reference.difference(dx.array, expected.map { $0 + 3 }) < 5e-5, "seed \(seed)")

        sample.norm.backward(
            sample.dy, input: x, moments: moments, into: sample.dy, parameters: sample.ones())
        #expect(Reference.difference(sample.dy.array, expected) < 5e-5, "in place, seed \(seed)")
    }

    @Test("a sum with dropout, then a norm", arguments: 1...25, kinds)
    func sum(seed: UInt64, kind: Norm.Kind) {
        var sample = Sample(seed: seed, kind: kind)
        let (x, y, moments) = (sample.x, sample.same(), sample.moments())
        let f = sample.random(like: x)
        let sumGradient = sample.random(like: x)
        let rate: Float = seed % 2 == 0 ? 0.3 : 0
        let mask = Dropout(rate: rate, seed: seed).mask(step: 1, layer: 2, firstRow: 7)
        // What the mask does to ones is the factor of each element.
        let factors = sample.same()
        factors.fill(1)
        mask.apply(to: factors, into: factors)

        let sum = sample.same()
        sample.norm.forward(adding: f, to: x, dropout: mask, sum: sum, into: y, moments: moments)
        let total = zip(x.array, zip(f.array, factors.array)).map { $0 + $1.0 * $1.1 }
        #expect(Reference.difference(sum.array, total.map(Double.init)) < 1e-6)
        #expect(Reference.difference(y.array, sample.naive(sum.doubles)) < 1e-5, "seed \(seed)")

        let through = Reference.gradient(at: sum.doubles) {
            Reference.weighted(sample.naive($0), by: sample.dy.array)
        }
        let expected = zip(through, sumGradient.doubles).map { $0 + $1 }
        let (gradient, df) = (sample.ones(), sample.same())
        sample.norm.backward(
            sample.dy, sum: sum, moments: moments, addingTo: sumGradient, dropout: mask,
            addendGradient: df, parameters: gradient)
        #expect(Reference.difference(sumGradient.array, expected) < 5e-5, "seed \(seed)")
        if !mask.isIdentity {
            let masked = zip(expected, factors.doubles).map { $0 * $1 }
            #expect(Reference.difference(df.array, masked) < 5e-5, "seed \(seed)")
        }
        #expect(sample.parametersAgree(gradient, x: sum), "seed \(seed)")

        sample.norm.forward(adding: f, to: x, dropout: mask, sum: x, into: f, moments: moments)
        #expect(x.array == sum.array && f.array == y.array, "in place, seed \(seed)")
    }

    @Test("a gated norm", arguments: 1...25, kinds)
    func gated(seed: UInt64, kind: Norm.Kind) {
        var sample = Sample(seed: seed, kind: kind)
        let (x, y, dx, moments) = (sample.x, sample.same(), sample.same(), sample.moments())
        let (gate, dgate) = (sample.random(like: x), sample.same())
        sample.norm.forward(x, gate: gate, into: y, moments: moments)
        func naive(_ x: [Double], _ gate: [Double]) -> [Double] {
            zip(sample.naive(x), gate).map { $0 * $1 }
        }
        #expect(
            Reference.difference(y.array, naive(x.doubles, gate.doubles)) < 1e-5, "seed \(seed)")
        let gradient = sample.ones()
        sample.norm.backward(
            sample.dy, input: x, gate: gate, moments: moments, into: dx, gateGradient: dgate,
            parameters: gradient)
        let dy = sample.dy.array
        let expected = Reference.gradient(at: x.doubles) {
            Reference.weighted(naive($0, gate.doubles), by: dy)
        }
        #expect(Reference.difference(dx.array, expected) < 1e-4, "seed \(seed)")
        let ofGate = Reference.gradient(at: gate.doubles) {
            Reference.weighted(naive(x.doubles, $0), by: dy)
        }
        #expect(Reference.difference(dgate.array, ofGate) < 5e-5, "seed \(seed)")
        #expect(sample.parametersAgree(gradient, gate.array, x: x), "seed \(seed)")
    }

    @Test("NaN stays in its row; large means do not drown the deviation", arguments: kinds)
    func special(kind: Norm.Kind) {
        let norm = Norm(kind, columns: 5)
        let (x, y) = (Tensor(rows: 3, columns: 5), Tensor(rows: 3, columns: 5))
        x.array = (0..<15).map { Float($0 % 4) }
        x[1, 2] = .nan
        norm.forward(x, into: y, moments: Tensor(rows: 3, columns: 2))
        #expect((0..<5).allSatisfy { y[1, $0].isNaN && y[0, $0].isFinite && y[2, $0].isFinite })

        let layer = Norm(columns: 4)
        let (far, near) = (Tensor(rows: 1, columns: 4), Tensor(rows: 1, columns: 4))
        far.array = [10001, 10002, 10003, 10004]
        layer.forward(far, into: near, moments: Tensor(rows: 1, columns: 2))
        #expect(abs(near[0, 0] + 1.3416) < 1e-3)
    }
}
