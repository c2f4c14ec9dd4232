import Foundation
import Neural
import Primitives
import Testing

@Suite("Gemm")
struct GemmTests {
    private static func product(_ a: DoubleMatrix, _ b: DoubleMatrix) -> DoubleMatrix {
        var result = DoubleMatrix(rows: a.rows, columns: b.columns)
        for i in 0..<a.rows {
            for j in 0..<b.columns {
                result[i, j] = (0..<a.columns).reduce(0) { $0 + a[i, $1] * b[$1, j] }
            }
        }
        return result
    }

    private static func transposed(_ a: DoubleMatrix) -> DoubleMatrix {
        var result = DoubleMatrix(rows: a.columns, columns: a.rows)
        for i in 0..<a.rows { for j in 0..<a.columns { result[j, i] = a[i, j] } }
        return result
    }

    /// Sizes with rests of every tile, none and one among them; the inner one passes its blocks.
    private static func sizes(_ seed: UInt64, _ random: inout SeededRNG) -> (Int, Int, Int) {
        switch seed % 4 {
        case 0: (random.index(below: 40), random.index(below: 150), random.index(below: 600))
        case 1: (1 + random.index(below: 3), 1 + random.index(below: 20), random.index(below: 3))
        case 2: (random.index(below: 70), 16 * random.index(below: 12), random.index(below: 70))
        default: (random.index(below: 30), random.index(below: 100), random.index(below: 30))
        }
    }

    @Test("products are those in double precision", arguments: KernelTarget.available, 1...40)
    func multiply(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let (rows, columns, inner) = Self.sizes(seed, &random)
        let comment = "\(target), seed \(seed): \(rows) × \(columns) × \(inner)"
        let x = Tensor.random(rows, inner, &random)
        let weights = Tensor.random(inner, columns, &random)
        let bias = Tensor.random(1, columns, &random)
        var expected = Self.product(DoubleMatrix(x), DoubleMatrix(weights))
        let y = Tensor.room(rows, columns)
        Gemm.multiply(x, weights, into: y, on: target)
        expectClose(y, expected, tolerance: 4e-5, comment)
        Gemm.multiply(x, weights, into: y, adding: true, on: target)
        for index in expected.values.indices { expected.values[index] *= 2 }
        expectClose(y, expected, tolerance: 8e-5, comment + " added")
        Gemm.multiply(x, weights, bias: bias, into: y, on: target)
        for row in 0..<rows {
            for column in 0..<columns {
                expected[row, column] = expected[row, column] / 2 + Double(bias[0, column])
            }
        }
        expectClose(y, expected, tolerance: 4e-5, comment + " with bias")
        #expect(y.roomIsUntouched, "\(comment)")
    }

    @Test("a transposed matrix needs no copy", arguments: KernelTarget.available, 1...40)
    func multiplyTransposed(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let (inner, columns, rows) = Self.sizes(seed, &random)
        let comment = "\(target), seed \(seed): \(inner) × \(columns) × \(rows)"
        let x = Tensor.random(rows, inner, &random)
        let dy = Tensor.random(rows, columns, &random)
        var expected = Self.product(Self.transposed(DoubleMatrix(x)), DoubleMatrix(dy))
        let sums = Tensor.room(inner, columns)
        Gemm.multiplyTransposed(x, dy, into: sums, adding: false, on: target)
        expectClose(sums, expected, tolerance: 4e-5, comment)
        Gemm.multiplyTransposed(x, dy, into: sums, adding: true, on: target)
        for index in expected.values.indices { expected.values[index] *= 2 }
        expectClose(sums, expected, tolerance: 8e-5, comment + " added")
        #expect(sums.roomIsUntouched, "\(comment)")
    }

    @Test(
        "matrices are turned round and their rows summed", arguments: KernelTarget.available, 1...20
    )
    func transposeAndSum(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let (rows, columns) = (random.index(below: 50), random.index(below: 200))
        let matrix = Tensor.random(rows, columns, &random)
        let turned = Tensor.room(columns, rows)
        Gemm.transpose(matrix, into: turned, on: target)
        let expected = Self.transposed(DoubleMatrix(matrix))
        expectClose(turned, expected, tolerance: 0, "\(target), seed \(seed)")
        #expect(turned.roomIsUntouched)
        let sums = Tensor.room(1, columns)
        Gemm.sumRows(matrix, into: sums, adding: false, on: target)
        Gemm.sumRows(matrix, into: sums, adding: true, on: target)
        var twice = DoubleMatrix(rows: 1, columns: columns)
        for column in 0..<columns {
            for row in 0..<rows { twice[0, column] += 2 * Double(matrix[row, column]) }
        }
        expectClose(sums, twice, tolerance: 1e-5, "\(target), seed \(seed)")
        #expect(sums.roomIsUntouched)
    }

    @Test("exponentials are right to 2e-7 of their value", arguments: KernelTarget.available)
    func exponential(target: KernelTarget) {
        var inputs: [Float] = [0, -0.0, 1, -1, 88, -87.2, -87.4, -200, -.infinity]
        inputs += stride(from: Float(-87.2), through: 88, by: 0.00717)
        let tensor = Tensor(rows: 1, columns: inputs.count)
        tensor.array = inputs
        let powers = Tensor.room(1, inputs.count)
        Gemm.exponential(tensor, into: powers, on: target)
        for (input, power) in zip(inputs, powers.array) {
            let expected = input < -87.3 ? 0 : exp(Double(input))
            #expect(abs(Double(power) - expected) <= 2e-7 * expected, "\(target): exp(\(input))")
        }
        #expect(powers.roomIsUntouched)
        tensor.fill(.nan)
        Gemm.exponential(tensor, into: powers, on: target)
        #expect(powers.array.allSatisfy { $0.isNaN })
    }

    @Test("what is not a number spreads to its row only", arguments: KernelTarget.available)
    func notANumber(target: KernelTarget) {
        var random = SeededRNG(seed: 5)
        let x = Tensor.random(30, 20, &random)
        let weights = Tensor.random(20, 70, &random)
        x[13, 7] = .nan
        x[20, 3] = .infinity
        let y = Tensor.room(30, 70)
        Gemm.multiply(x, weights, into: y, on: target)
        for row in 0..<30 {
            for column in 0..<70 {
                #expect(y[row, column].isNaN == (row == 13))
                #expect(y[row, column].isFinite == (row != 13 && row != 20))
            }
        }
    }
}
