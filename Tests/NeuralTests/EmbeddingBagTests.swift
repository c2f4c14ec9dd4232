import Neural
import Primitives
import Testing

@Suite("Embedding bag")
struct EmbeddingBagTests {
    @Test("sums and their gradients, dense and sparse", arguments: 1...25)
    func sums(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let columns = seed % 2 == 0 ? 64 : 1 + random.index(below: 70)
        let table = Reference.tensor(1 + random.index(below: 30), columns, &random)
        var (others, bags) = (EmbeddingBag(), EmbeddingBag())
        var matrix: [[Double]] = []
        for bag in 0..<random.index(below: 12) {
            var row = [Double](repeating: 0, count: table.rows)
            let entries = (0..<random.index(below: 6)).map { _ in
                (index: Int32(random.index(below: table.rows)), weight: Float(random.normal()))
            }
            for entry in entries { row[Int(entry.index)] += Double(entry.weight) }
            matrix.append(row)
            others.append(entries.map(\.index), weights: entries.map(\.weight))
            bags.append(others, at: bag)
        }
        let output = Tensor(rows: 12, columns: columns)
        output.fill(9)
        func product(_ table: [Double]) -> [Double] {
            matrix.flatMap { row in
                (0..<columns).map { column in
                    row.indices.reduce(0) { $0 + row[$1] * table[$1 * columns + column] }
                }
            }
        }
        bags.forward(table, into: output)
        #expect(output.rows == matrix.count)
        #expect(Reference.difference(output.array, product(table.doubles)) < 2e-6, "seed \(seed)")

        let gradient = Reference.tensor(matrix.count, columns, &random)
        let expected = Reference.gradient(at: table.doubles) {
            Reference.weighted(product($0), by: gradient.array)
        }
        let dense = Tensor(rows: table.rows, columns: columns)
        bags.backward(gradient, into: dense)
        #expect(Reference.difference(dense.array, expected) < 1e-4, "seed \(seed)")
        let sparse = SparseGradient(tableRows: table.rows, columns: columns, capacity: 1)
        bags.backward(gradient, into: sparse)
        let all = Tensor(rows: table.rows, columns: columns)
        Embedding.backward(sparse.values, at: sparse.rows, into: all)
        #expect(all.array == dense.array, "seed \(seed)")
    }
}
