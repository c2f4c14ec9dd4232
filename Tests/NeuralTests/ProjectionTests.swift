import Neural
import Primitives
import Testing

/// What encoders compute with, on every kind of processor that this one can be.
@Suite("Encoder kernels")
struct ProjectionTests {
    @Test(
        "products with rows of weights, beside columns that stay as they are",
        arguments: KernelTarget.available,
        [(1, 4, 16), (2, 7, 5), (13, 24, 33), (97, 12, 64), (200, 9, 31)])
    func project(target: KernelTarget, shape: (rows: Int, columns: Int, inner: Int)) {
        var random = SeededRNG(seed: 7)
        let x = Tensor.random(shape.rows, shape.inner, &random)
        let weights = Tensor.random(shape.columns, shape.inner, &random)
        let bias = Tensor.random(1, shape.columns, &random)
        for isBiased in [false, true] {
            let layer = Projection(
                weights: MappedMatrix(weights), bias: isBiased ? MappedMatrix(bias) : nil)
            let y = Tensor.room(shape.rows, shape.columns + 3)
            layer.multiply(x, into: y, column: 2, on: target)
            let (left, right) = (DoubleMatrix(x), DoubleMatrix(weights))
            for row in 0..<shape.rows {
                for column in 0..<shape.columns {
                    let exact =
                        left.dot(row, right, column) + (isBiased ? Double(bias[0, column]) : 0)
                    #expect(abs(Double(y[row, column + 2]) - exact) < 1e-4)
                }
                #expect(y[row, 1] == -77 && y[row, shape.columns + 2] == -77)
            }
            #expect(y.roomIsUntouched)
        }
    }

    @Test(
        "attention in both directions", arguments: KernelTarget.available,
        [(1, 8), (3, 32), (2, 5)])
    func attention(target: KernelTarget, shape: (heads: Int, size: Int)) {
        var random = SeededRNG(seed: 3)
        let lengths = [1, 17, 0, 5, 130]
        let offsets = lengths.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1)) }
        let wide = shape.heads * shape.size
        // Far below zero too, where a score of padding must not win.
        let qkv = Tensor.random(lengths.reduce(0, +), 3 * wide, scale: 3, &random)
        let out = Tensor.room(qkv.rows, wide)
        let attention = EncoderAttention(
            heads: shape.heads, size: shape.size, longest: 130, on: target)
        attention.forward(qkv, offsets: offsets, into: out)
        let exact = DoubleMatrix(qkv)
        var worst = 0.0
        for (first, end) in zip(offsets, offsets.dropFirst()) {
            let rows = Int(first)..<Int(end)
            for head in 0..<shape.heads {
                let columns = head * shape.size..<(head + 1) * shape.size
                for row in rows {
                    let scores = rows.map { key in
                        columns.reduce(0) { $0 + exact[row, $1] * exact[key, wide + $1] }
                            / Double(shape.size).squareRoot()
                    }
                    let highest = scores.max() ?? 0
                    let powers = scores.map { power($0 - highest) }
                    let sum = powers.reduce(0, +)
                    for column in columns {
                        let value = zip(rows, powers).reduce(0) {
                            $0 + $1.1 / sum * exact[$1.0, 2 * wide + column]
                        }
                        worst = max(worst, abs(Double(out[row, column]) - value))
                    }
                }
            }
        }
        #expect(worst < 1e-4)
        #expect(out.roomIsUntouched)
    }

    /// e to the power of a number that is not above zero, by squaring a short series.
    private func power(_ x: Double) -> Double {
        let small = x / 4096
        var result = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4)))
        for _ in 0..<12 { result *= result }
        return result
    }

    @Test(
        "GELU by the error function",
        arguments: [
            (-10.0, 0.0), (-3, -0.004049694), (-1, -0.158655254), (-0.1, -0.046017216), (0, 0),
            (0.1, 0.053982784), (1, 0.841344746), (3, 2.995950306), (40, 40),
        ])
    func gelu(x: Double, expected: Double) {
        let tensor = Tensor(rows: 1, columns: 19)
        tensor.fill(Float(x))
        tensor.applyExactGELU()
        for value in tensor.array { #expect(abs(Double(value) - expected) < 1e-6) }
    }
}
