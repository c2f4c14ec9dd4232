import Neural
import Primitives
import Testing

@Suite("Embedding")
struct EmbeddingTests {
    private static func indices(
        _ count: Int, below bound: Int, _ random: inout SeededRNG
    ) -> [Int32] {
        (0..<count).map { _ in Int32(random.index(below: bound)) }
    }

    @Test("looked-up rows are summed", arguments: 1...25)
    func forward(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let columns = seed % 2 == 0 ? 64 : 1 + random.index(below: 70)
        let rows = random.index(below: 40)
        let output = Tensor(rows: 40, columns: columns)
        output.fill(9)
        var expected = [Double](repeating: 0, count: rows * columns)
        var lookups: [Embedding.Lookup] = []
        for _ in 0...random.index(below: 4) {
            let table = Reference.tensor(1 + random.index(below: 30), columns, &random)
            let indices = Self.indices(rows, below: table.rows, &random)
            let scale = Float(random.normal())
            lookups.append(Embedding.Lookup(table, at: indices, scale: scale))
            for place in expected.indices {
                let row = Int(indices[place / columns])
                expected[place] += Double(scale * table[row, place % columns])
            }
        }
        Embedding.forward(lookups, into: output)
        #expect(output.rows == rows)
        #expect(Reference.difference(output.array, expected) < 2e-6, "seed \(seed)")
    }

    @Test("gradients reach the rows that were looked up, dense and sparse", arguments: 1...25)
    func backward(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let columns = seed % 2 == 0 ? 64 : 1 + random.index(below: 70)
        let table = 1 + random.index(below: 50)
        let sparse = SparseGradient(tableRows: table, columns: columns, capacity: 2)
        let other = SparseGradient(tableRows: table, columns: columns)
        // Several steps through one object: nothing may be left of the step before.
        for step in 0..<4 {
            let dense = Tensor(rows: table, columns: columns)
            var expected = [Double](repeating: 0, count: table * columns)
            var order: [Int32] = []
            sparse.clear()
            other.clear()
            for batch in 0..<3 {
                let rows = random.index(below: 20)
                let gradient = Reference.tensor(rows, columns, &random)
                let indices = Self.indices(rows, below: table, &random)
                let scale = Float(random.normal())
                Embedding.backward(gradient, at: indices, scale: scale, into: dense)
                Embedding.backward(
                    gradient, at: indices, scale: scale, into: batch == 2 ? other : sparse)
                for row in 0..<rows {
                    if !order.contains(indices[row]) { order.append(indices[row]) }
                    for column in 0..<columns {
                        expected[Int(indices[row]) * columns + column] +=
                            Double(scale * gradient[row, column])
                    }
                }
            }
            #expect(Reference.difference(dense.array, expected) < 1e-5, "seed \(seed)")
            sparse.merge(other)
            #expect(sparse.rows == order, "seed \(seed), step \(step)")
            #expect(sparse.values.rows == order.count)
            let found = (0..<table * columns).map { place -> Float in
                let touched = sparse.rows.firstIndex(of: Int32(place / columns))
                return touched.map { sparse.values[$0, place % columns] } ?? 0
            }
            #expect(Reference.difference(found, expected) < 1e-5, "seed \(seed), step \(step)")
            let squares = expected.reduce(0) { $0 + $1 * $1 }
            #expect(abs(sparse.sumOfSquares() - squares) <= 1e-4 * max(1, squares))
        }
    }

    @Test("places of touched rows, for kernels that add to them")
    func places() {
        let sparse = SparseGradient(tableRows: 10, columns: 2, capacity: 1)
        var places: [Int32] = []
        sparse.touch([7, 3, 7], places: &places)
        #expect(places == [0, 1, 0] && sparse.rows == [7, 3])
        sparse.values[0, 0] = 5
        sparse.touch([3, 9], places: &places)
        #expect(places == [1, 2] && sparse.values.array == [5, 0, 0, 0, 0, 0])
        sparse.clear()
        #expect(sparse.rows.isEmpty && sparse.values.count == 0)
        sparse.touch([7], places: &places)
        #expect(places == [0] && sparse.values.array == [0, 0])
    }

    @Test("a row outside of the table stops the program", arguments: [-1, 5] as [Int32])
    func outside(index: Int32) async {
        await #expect(processExitsWith: .failure) { [index] in
            let table = Tensor(rows: 5, columns: 1)
            Embedding.forward(
                [Embedding.Lookup(table, at: [index])], into: Tensor(rows: 1, columns: 1))
        }
    }
}
