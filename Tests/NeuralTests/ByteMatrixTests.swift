import Neural
import Primitives
import Testing

@Suite("Byte matrices")
struct ByteMatrixTests {
    @Test("products are near those of floats, the same in every way", arguments: 1...25)
    func products(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let (inputs, outputs) = (1 + random.index(below: 300), 1 + random.index(below: 100))
        let weights = Reference.tensor(inputs, outputs, &random)
        let input = Reference.tensor(1, inputs, &random)
        let bias = Reference.tensor(1, outputs, &random)
        let output = Tensor(rows: 1, columns: outputs)
        var answers: [[Float]] = []
        for way in ByteMatrix.Way.available {
            ByteMatrix(weights, way: way).multiply(input, bias: bias, into: output)
            answers.append(output.array)
        }
        #expect(answers.allSatisfy { $0 == answers[0] }, "seed \(seed)")
        let values = input.array
        let inputMax = values.map(\.magnitude).max() ?? 0
        for column in 0..<outputs {
            let weights = (0..<inputs).map { weights[$0, column] }
            let weightMax = weights.map(\.magnitude).max() ?? 0
            let exact = zip(values, weights).reduce(bias[0, column]) { $0 + $1.0 * $1.1 }
            // Each factor is off by half a step at most.
            let bound = zip(values, weights).reduce(Float(1e-4)) {
                $0 + ($1.0.magnitude * weightMax + $1.1.magnitude * inputMax) / 254
                    + weightMax * inputMax / 254 / 254
            }
            #expect((answers[0][column] - exact).magnitude <= bound, "seed \(seed), \(column)")
        }
    }

    @Test("zeros stay zeros, and what is not finite does not pass for a number")
    func extremes() {
        let weights = Tensor(rows: 8, columns: 3)
        weights.fill(0.5)
        let input = Tensor(rows: 1, columns: 8)
        let output = Tensor(rows: 1, columns: 3)
        let matrix = ByteMatrix(weights)
        matrix.multiply(input, into: output)
        #expect(output.array == [0, 0, 0])
        input[0, 3] = .nan
        matrix.multiply(input, into: output)
        #expect(output.array.allSatisfy { !$0.isFinite })
    }
}
