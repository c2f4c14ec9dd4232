import Neural
import Primitives
import Testing

@Suite("Dropout")
struct DropoutTests {
    private static func factors(
        _ mask: Dropout.Mask, rows: Int, columns: Int
    ) -> Tensor {
        let tensor = Tensor(rows: rows, columns: columns)
        tensor.fill(1)
        mask.apply(to: tensor, into: tensor)
        return tensor
    }

    @Test("the share of zeros is the rate, the mean is kept", arguments: [0.1, 0.25, 0.5, 0.9])
    func statistics(rate: Double) {
        let (rows, columns) = (2000, 64)
        let dropout = Dropout(rate: Float(rate), seed: 11)
        let factors = Self.factors(dropout.mask(step: 3, layer: 1), rows: rows, columns: columns)
        let values = factors.array
        let count = Double(values.count)
        let deviation = (rate * (1 - rate) / count).squareRoot()
        let share = Double(values.count { $0 == 0 }) / count
        #expect(abs(share - rate) < 4 * deviation)
        #expect(values.allSatisfy { $0 == 0 || abs(Double($0) * (1 - rate) - 1) < 2e-4 })
        // By column and by row: no part of the tensor is dropped more often.
        for column in 0..<columns {
            let dropped = (0..<rows).count { factors[$0, column] == 0 }
            let bound = 5 * (rate * (1 - rate) / Double(rows)).squareRoot()
            #expect(abs(Double(dropped) / Double(rows) - rate) < bound, "column \(column)")
        }
        // Neighbours are independent: both are dropped as often as chance says.
        for distance in [1, 2, 16, 32, 64] {
            let both = (0..<values.count - distance).count {
                values[$0] == 0 && values[$0 + distance] == 0
            }
            let bound = 5 * (rate * rate * (1 - rate * rate) / count).squareRoot()
            #expect(
                abs(Double(both) / count - rate * rate) < bound + 1e-3, "distance \(distance)")
        }
    }

    @Test("the mask is a function of seed, step, layer and row alone", arguments: [1, 40, 64, 130])
    func reproducible(columns: Int) {
        let dropout = Dropout(rate: 0.4, seed: 5)
        let whole = Self.factors(dropout.mask(step: 2, layer: 3), rows: 30, columns: columns)
        for firstRow in [0, 1, 13] {
            let part = Self.factors(
                dropout.mask(step: 2, layer: 3, firstRow: firstRow), rows: 10, columns: columns)
            #expect(
                part.array == Array(whole.array[firstRow * columns..<(firstRow + 10) * columns]))
        }
        let others = [
            Dropout(rate: 0.4, seed: 6).mask(step: 2, layer: 3), dropout.mask(step: 3, layer: 3),
            dropout.mask(step: 2, layer: 4), dropout.mask(step: 3, layer: 2),
        ]
        for other in others {
            #expect(Self.factors(other, rows: 30, columns: columns).array != whole.array)
        }
    }

    @Test("forward, backward and the sum use one mask", arguments: 1...20)
    func oneMask(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let (rows, columns) = Reference.shape(&random, seed: seed)
        let x = Reference.tensor(rows, columns, &random)
        let f = Reference.tensor(rows, columns, &random)
        let mask = Dropout(rate: seed % 4 == 0 ? 0 : 0.3, seed: seed).mask(step: 1, layer: 0)
        let factors = Self.factors(mask, rows: rows, columns: columns).array
        let (dropped, sum) = (
            Tensor(rows: rows, columns: columns), Tensor(rows: rows, columns: columns)
        )
        mask.apply(to: f, into: dropped)
        #expect(dropped.array == zip(f.array, factors).map { $0 * $1 }, "seed \(seed)")
        mask.add(f, to: x, into: sum)
        let expected = zip(x.doubles, dropped.doubles).map { $0 + $1 }
        #expect(Reference.difference(sum.array, expected) < 1e-6, "seed \(seed)")
        mask.add(f, to: x, into: x)
        #expect(x.array == sum.array, "in place, seed \(seed)")
    }

    @Test("a rate of zero changes nothing")
    func none() {
        var random = SeededRNG(seed: 3)
        let x = Reference.tensor(7, 9, &random)
        let before = x.array
        let dropout = Dropout(rate: 0, seed: 1)
        #expect(dropout.mask(step: 1, layer: 1).isIdentity && Dropout.Mask.none.isIdentity)
        dropout.mask(step: 1, layer: 1).apply(to: x, into: x)
        #expect(x.array == before)
        #expect(Dropout(rate: 0.99999, seed: 1).rate < 1)
    }
}
