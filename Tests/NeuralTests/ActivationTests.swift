import Foundation
import Neural
import Primitives
import Testing

@Suite("Activation")
struct ActivationTests {
    static func naive(_ activation: Activation, _ x: Double) -> Double {
        switch activation {
        case .gelu: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        case .silu: x / (1 + exp(-x))
        }
    }

    static let all: [Activation] = [.gelu, .silu]

    @Test("values and slopes are off by 5e-7 at most", arguments: all)
    func accuracy(activation: Activation) {
        let count = 80_001
        let (x, y) = (Tensor(rows: 1, columns: count), Tensor(rows: 1, columns: count))
        x.array = (0..<count).map { Float($0 - 40_000) / 2000 }
        let points = x.array.map(Double.init)
        activation.forward(x, into: y)
        let values = y.array
        activation.forwardLeavingSlope(in: x, into: y)
        #expect(y.array == values)
        let slopes = x.array
        for (index, point) in points.enumerated() {
            let bound = max(5e-7, abs(point) * 0x1p-24)
            #expect(abs(Double(values[index]) - Self.naive(activation, point)) <= bound)
            let slope = Reference.gradient(at: [point]) { Self.naive(activation, $0[0]) }[0]
            #expect(abs(Double(slopes[index]) - slope) < 5e-7, "at \(point)")
        }
    }

    @Test("forward and backward with a bias", arguments: 1...25, all)
    func shapes(seed: UInt64, activation: Activation) {
        var random = SeededRNG(seed: seed)
        let (rows, columns) = Reference.shape(&random, seed: seed)
        let x = Reference.tensor(rows, columns, &random, scale: 2)
        let dy = Reference.tensor(rows, columns, &random)
        let bias = Reference.tensor(1, columns, &random)
        let (y, dx, dbias) = (
            Tensor(rows: rows, columns: columns), Tensor(rows: rows, columns: columns),
            Tensor(rows: 1, columns: columns)
        )
        dbias.fill(1)
        func naive(_ x: [Double], _ bias: [Double]) -> [Double] {
            x.enumerated().map { Self.naive(activation, $1 + bias[$0 % columns]) }
        }
        let points = x.doubles
        activation.forward(x, bias: bias, into: y)
        #expect(Reference.difference(y.array, naive(points, bias.doubles)) < 1e-6, "seed \(seed)")
        activation.forwardLeavingSlope(in: x, bias: bias, into: y)
        #expect(Reference.difference(y.array, naive(points, bias.doubles)) < 1e-6, "seed \(seed)")
        Activation.backward(dy, slope: x, into: dx, biasGradient: dbias)
        let expected = Reference.gradient(at: points) {
            Reference.weighted(naive($0, bias.doubles), by: dy.array)
        }
        #expect(Reference.difference(dx.array, expected) < 2e-6, "seed \(seed)")
        let ofBias = Reference.gradient(at: bias.doubles) {
            Reference.weighted(naive(points, $0), by: dy.array)
        }
        #expect(Reference.difference(dbias.array, ofBias.map { $0 + 1 }) < 1e-5, "seed \(seed)")
        Activation.backward(dy, slope: x, into: dy)
        #expect(dy.array == dx.array, "in place, seed \(seed)")
    }

    @Test("a gated unit, with and without a bias", arguments: 1...25)
    func gatedUnit(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let (rows, columns) = Reference.shape(&random, seed: seed)
        let x = Reference.tensor(rows, 2 * columns, &random, scale: 2)
        let dy = Reference.tensor(rows, columns, &random)
        let bias = seed % 2 == 0 ? Reference.tensor(1, 2 * columns, &random) : nil
        let shift = bias?.doubles ?? [Double](repeating: 0, count: 2 * columns)
        let (y, dx, dbias) = (
            Tensor(rows: rows, columns: columns), Tensor(rows: rows, columns: 2 * columns),
            Tensor(rows: 1, columns: 2 * columns)
        )
        func naive(_ x: [Double], _ bias: [Double]) -> [Double] {
            (0..<rows * columns).map { index in
                let (row, column) = (index / columns, index % columns)
                let a = x[2 * row * columns + column] + bias[column]
                let b = x[(2 * row + 1) * columns + column] + bias[columns + column]
                return Self.naive(.silu, a) * b
            }
        }
        let points = x.doubles
        GatedUnit.forward(x, bias: bias, into: y)
        #expect(Reference.difference(y.array, naive(points, shift)) < 1e-6, "seed \(seed)")
        GatedUnit.forwardLeavingSlope(in: x, bias: bias, into: y)
        #expect(Reference.difference(y.array, naive(points, shift)) < 1e-6, "seed \(seed)")
        GatedUnit.backward(dy, slope: x, into: dx, biasGradient: bias == nil ? nil : dbias)
        let expected = Reference.gradient(at: points) {
            Reference.weighted(naive($0, shift), by: dy.array)
        }
        #expect(Reference.difference(dx.array, expected) < 2e-6, "seed \(seed)")
        if bias != nil {
            let ofBias = Reference.gradient(at: shift) {
                Reference.weighted(naive(points, $0), by: dy.array)
            }
            #expect(Reference.difference(dbias.array, ofBias) < 1e-5, "seed \(seed)")
        }
        GatedUnit.backward(dy, slope: x, into: x)
        #expect(x.array == dx.array, "in place, seed \(seed)")
    }

    @Test("NaN stays NaN; the far ends are flat", arguments: all)
    func special(activation: Activation) {
        let (x, y) = (Tensor(rows: 1, columns: 6), Tensor(rows: 1, columns: 6))
        x.array = [.nan, 100, -100, 1e20, -1e20, 0]
        activation.forwardLeavingSlope(in: x, into: y)
        #expect(y[0, 0].isNaN && x[0, 0].isNaN)
        #expect(Array(y.array[1...]).map { abs($0) < 1e-15 ? 0 : $0 } == [100, 0, 1e20, 0, 0])
        #expect(Array(x.array[1...]).map { abs($0) < 1e-15 ? 0 : $0 } == [1, 0, 1, 0, 0.5])
    }
}
