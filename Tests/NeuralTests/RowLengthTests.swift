import Neural
import Testing

@Suite("Lengths of rows")
struct RowLengthTests {
    private static func lengths(_ tensor: Tensor) -> [Float] {
        (0..<tensor.rows).map { row in
            (0..<tensor.columns).reduce(0) { $0 + tensor[row, $1] * tensor[row, $1] }.squareRoot()
        }
    }

    private static func table() -> Tensor {
        let table = Tensor(rows: 4, columns: 3)
        table.array = [3, 0, 4, 0, 0, 0, -1, 2, -2, 0.1, 0, 0]
        return table
    }

    @Test func allRowsComeToOneLengthButZeros() {
        let table = Self.table()
        table.bringRows(to: 2)
        for (found, expected) in zip(Self.lengths(table), [2, 0, 2, 2] as [Float]) {
            #expect(abs(found - expected) < 1e-6)
        }
        #expect(table[0, 0] > 0 && table[2, 0] < 0, "directions stay")
    }

    @Test func onlyChosenRowsAreBrought() {
        let table = Self.table()
        table.bringRows([2], to: 1)
        for (found, expected) in zip(Self.lengths(table), [5, 0, 1, 0.1] as [Float]) {
            #expect(abs(found - expected) < 1e-6)
        }
    }

    @Test func zeroLeavesAll() {
        let table = Self.table()
        table.bringRows(to: 0)
        #expect(table.array == Self.table().array)
    }
}
