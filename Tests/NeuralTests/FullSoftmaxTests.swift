import Foundation
import Neural
import Primitives
import Testing

@Suite("Full softmax")
struct FullSoftmaxTests {
    struct Reference {
        var scale: Double
        var targetIDs: [Int32]
        var bias: [Double]
        var weights: [Double]

        private func logits(_ hidden: DoubleMatrix, _ row: Int, _ items: DoubleMatrix) -> [Double] {
            (0..<items.rows).map { scale * hidden.dot(row, items, $0) + bias[$0] }
        }

        func loss(_ hidden: DoubleMatrix, _ items: DoubleMatrix) -> Double {
            (0..<hidden.rows).reduce(0) { sum, row in
                let logits = logits(hidden, row, items)
                let all = log(logits.reduce(0) { $0 + exp($1) })
                return sum + weights[row] * (all - logits[Int(targetIDs[row])])
            }
        }

        func gradients(
            _ hidden: DoubleMatrix, _ items: DoubleMatrix
        ) -> (hidden: DoubleMatrix, items: DoubleMatrix) {
            var result = (
                hidden: DoubleMatrix(rows: hidden.rows, columns: hidden.columns),
                items: DoubleMatrix(rows: items.rows, columns: items.columns)
            )
            for row in 0..<hidden.rows {
                let powers = logits(hidden, row, items).map(exp)
                let sum = powers.reduce(0, +)
                for (item, power) in powers.enumerated() {
                    let hit: Double = item == Int(targetIDs[row]) ? 1 : 0
                    let slope = scale * weights[row] * (power / sum - hit)
                    for j in 0..<hidden.columns {
                        result.hidden[row, j] += slope * items[item, j]
                        result.items[item, j] += slope * hidden[row, j]
                    }
                }
            }
            return result
        }
    }

    @Test(
        "losses and gradients are those in double precision, and slopes",
        arguments: KernelTarget.available, 1...30)
    func evaluate(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let rows = random.index(below: 110)
        let count = seed % 5 == 0 ? 1 + random.index(below: 3) : 1 + random.index(below: 700)
        let size = [8, 16, 30, 64][random.index(below: 4)]
        let comment = "\(target), seed \(seed): \(rows) rows, \(count) items of \(size)"
        let hidden = Tensor.random(rows, size, scale: 0.5, &random)
        let items = Tensor.random(count, size, &random)
        let bias = random.chance(0.5) ? Tensor.random(1, count, &random) : nil
        let weights = random.chance(0.5) ? Tensor.random(rows, 1, &random) : nil
        let reference = Reference(
            scale: random.chance(0.5) ? 1 : 0.6,
            targetIDs: (0..<rows).map { _ in Int32(random.index(below: count)) },
            bias: bias.map { DoubleMatrix($0).values } ?? [Double](repeating: 0, count: count),
            weights: weights.map { DoubleMatrix($0).values }
                ?? [Double](repeating: 1, count: rows))
        let loss = FullSoftmax(
            rowsMax: rows, size: size, scale: Float(reference.scale), on: target)
        let gradients = (hidden: Tensor.room(rows, size), items: Tensor.room(count, size))
        gradients.items.array = [Float](repeating: 2, count: count * size)
        let found = loss.evaluate(
            hidden, items: items, targetIDs: reference.targetIDs, bias: bias, weights: weights,
            into: gradients)
        let (point, table) = (DoubleMatrix(hidden), DoubleMatrix(items))
        #expect(
            abs(found - reference.loss(point, table)) <= 1e-5 * (1 + Double(rows * 5)), "\(comment)"
        )
        #expect(gradients.hidden.roomIsUntouched && gradients.items.roomIsUntouched, "\(comment)")
        gradients.items.array = gradients.items.array.map { $0 - 2 }
        let expected = reference.gradients(point, table)
        expectClose(gradients.hidden, expected.hidden, tolerance: 3e-5, comment)
        expectClose(gradients.items, expected.items, tolerance: 3e-5, comment)
        expectSlopes(
            gradients.hidden, of: { reference.loss($0, table) }, at: point, count: 4,
            tolerance: 1e-4, &random, comment + ", hidden")
        expectSlopes(
            gradients.items, of: { reference.loss(point, $0) }, at: table, count: 4,
            tolerance: 1e-4, &random, comment + ", items")
        let alone = loss.evaluate(
            hidden, items: items, targetIDs: reference.targetIDs, bias: bias, weights: weights)
        #expect(alone == found, "\(comment)")
    }

    @Test("what is not a number makes the loss not a number", arguments: KernelTarget.available)
    func notANumber(target: KernelTarget) {
        for bad in [Float.nan, .infinity] {
            for inHidden in [true, false] {
                var random = SeededRNG(seed: 8)
                let hidden = Tensor.random(20, 16, &random)
                let items = Tensor.random(600, 16, &random)
                if inHidden { hidden[3, 4] = bad } else { items[590, 4] = bad }
                let value = FullSoftmax(rowsMax: 20, size: 16, on: target).evaluate(
                    hidden, items: items, targetIDs: [Int32](repeating: 1, count: 20))
                #expect(bad.isNaN ? value.isNaN : !value.isFinite, "\(target), \(bad)")
            }
        }
    }
}
