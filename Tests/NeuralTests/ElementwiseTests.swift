import Neural
import Primitives
import Testing

@Suite("Elementwise")
struct ElementwiseTests {
    @Test("sums, products and averages agree with loops", arguments: 1...25)
    func arithmetic(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let (rows, columns) = Reference.shape(&random, seed: seed)
        let a = Reference.tensor(rows, columns, &random)
        let b = Reference.tensor(rows, columns, &random)
        let (x, y) = (a.doubles, b.doubles)
        func check(_ expected: [Double], _ change: (Tensor) -> Void) {
            let copy = Tensor(rows: rows, columns: columns)
            copy.copy(a)
            change(copy)
            #expect(Reference.difference(copy.array, expected) < 2e-6, "seed \(seed)")
        }
        check(zip(x, y).map { $0 - 2.5 * $1 }) { $0.add(b, times: -2.5) }
        check(x.map { 3 * $0 }) { $0.multiply(by: 3) }
        check(zip(x, y).map { $0 * $1 }) { $0.multiply(by: b) }
        check(zip(x, y).map { 0.9 * $0 + 0.1 * $1 }) { $0.average(with: b, decay: 0.9) }
        let squares = x.reduce(0) { $0 + $1 * $1 }
        #expect(abs(a.sumOfSquares() - squares) <= 1e-5 * squares, "seed \(seed)")
    }

    @Test("a square that is not finite shows in the sum")
    func notFinite() {
        let tensor = Tensor(rows: 1, columns: 3000)
        for value in [Float.nan, .infinity, 1e30] {
            tensor.fill(1)
            tensor[0, 2777] = value
            #expect(!tensor.sumOfSquares().isFinite)
        }
    }

    @Test("only rows in use are read")
    func rowsInUse() {
        let tensor = Tensor(rows: 4, columns: 3)
        tensor.fill(2)
        tensor.rows = 1
        tensor.multiply(by: 5)
        #expect(tensor.sumOfSquares() == 300)
        tensor.rows = 4
        #expect(tensor.array == [10, 10, 10] + [Float](repeating: 2, count: 9))
    }
}
