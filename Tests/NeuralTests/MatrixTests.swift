import Neural
import Primitives
import Testing

@Suite("Matrix")
struct MatrixTests {
    /// Sparse rows with columns in any order, some rows empty.
    private static func rows(
        _ count: Int, columns: Int, _ random: inout SeededRNG
    ) -> (sparse: SparseRows, dense: [[Double]]) {
        var sparse = SparseRows()
        var dense: [[Double]] = []
        for _ in 0..<count {
            var row = [Double](repeating: 0, count: columns)
            var entries: [SparseRows.Entry] = []
            let chosen = (0..<columns).shuffled(using: &random)
            for column in chosen.prefix(random.index(below: min(columns, 9) + 1)) {
                let value = Float(random.normal())
                entries.append(.init(column: UInt32(column), value: value))
                row[column] = Double(value)
            }
            sparse.append(entries)
            dense.append(row)
        }
        return (sparse, dense)
    }

    private static func gram(_ dense: [[Double]], columns: Int) -> [[Double]] {
        (0..<columns).map { a in
            (0..<columns).map { b in dense.reduce(0) { $0 + $1[a] * $1[b] } }
        }
    }

    @Test(
        "transposed rows hold the same entries, twice transposed in rising order",
        arguments: 1...8)
    func transposed(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let columns = 1 + random.index(below: 40)
        let (sparse, dense) = Self.rows(random.index(below: 60), columns: columns, &random)
        let turned = sparse.transposed(columns: columns)
        #expect(turned.count == columns, "seed \(seed)")
        for column in 0..<columns {
            let expected = dense.indices.filter { dense[$0][column] != 0 }
            #expect(turned[column].map { Int($0.column) } == expected)
            #expect(turned[column].map { Double($0.value) } == expected.map { dense[$0][column] })
        }
        let back = turned.transposed(columns: sparse.count)
        #expect(back.count == sparse.count)
        for row in 0..<sparse.count {
            let rising = sparse[row].sorted { $0.column < $1.column }
            #expect(Array(back[row]) == rising)
        }
    }

    @Test("the Gram matrix is the sum of outer products, above the diagonal", arguments: 1...12)
    func gramMatrix(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let columns = 1 + random.index(below: 70)
        let (sparse, dense) = Self.rows(random.index(below: 120), columns: columns, &random)
        let expected = Self.gram(dense, columns: columns)
        let gram = Matrix(upperGramOf: sparse, columns: columns)
        for row in 0..<columns {
            for column in 0..<columns {
                let value = Double(gram[row, column])
                let wanted = row <= column ? expected[row][column] : 0
                #expect(abs(value - wanted) < 1e-4, "seed \(seed), \(row), \(column)")
            }
        }
    }

    @Test("a matrix times its inverse is the identity; both triangles agree", arguments: 1...12)
    func inverse(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        // Past the blocks of the copy, and past those of LAPACK.
        let columns = 1 + random.index(below: seed > 8 ? 200 : 40)
        let (sparse, dense) = Self.rows(300, columns: columns, &random)
        var full = Self.gram(dense, columns: columns)
        for index in 0..<columns { full[index][index] += 2 }
        var gram = Matrix(upperGramOf: sparse, columns: columns)
        gram.addToDiagonal(2)
        let kept = gram
        let inverse = try gram.symmetricInverse()
        #expect(gram == kept, "the inverse must not change the matrix")
        var changed = gram
        try changed.invertSymmetric()
        #expect(changed == inverse)
        for row in 0..<columns {
            for column in 0..<columns {
                #expect(inverse[row, column] == inverse[column, row], "seed \(seed)")
                let product = (0..<columns).reduce(0.0) {
                    $0 + full[row][$1] * Double(inverse[$1, column])
                }
                #expect(
                    abs(product - (row == column ? 1 : 0)) < 1e-4,
                    "seed \(seed), \(row), \(column)")
            }
        }
    }

    @Test("no inverse without one, and the error says where")
    func singular() throws {
        var matrix = Matrix(rows: 3, columns: 3)
        matrix.addToDiagonal(1)
        matrix[1, 1] = -1
        #expect(throws: NotPositiveDefinite(minor: 2)) { try matrix.symmetricInverse() }
        #expect(NotPositiveDefinite(minor: 2).description.contains("minor 2"))
        #expect(try Matrix(rows: 0, columns: 0).symmetricInverse() == Matrix(rows: 0, columns: 0))
    }

    @Test("rows are added and columns multiplied")
    func rowsAndColumns() {
        var matrix = Matrix(rows: 2, columns: 3)
        for row in 0..<2 { for column in 0..<3 { matrix[row, column] = Float(3 * row + column) } }
        var sums: [Float] = [1, 1, 1]
        matrix.addRow(1, times: 2, to: &sums)
        #expect(sums == [7, 9, 11])
        let copy = matrix
        matrix.multiplyColumns(by: [1, 0, -1])
        #expect(matrix.values == [0, 0, -2, 3, 0, -5])
        #expect(copy.values == [0, 1, 2, 3, 4, 5])
    }

    @Test("the largest entries of each row are those of a full sort", arguments: 1...12)
    func largest(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let columns = 1 + random.index(below: 90)
        var matrix = Matrix(rows: 7, columns: columns)
        for row in 0..<7 {
            // Few values: ties are common.
            for column in 0..<columns { matrix[row, column] = Float(random.index(below: 9)) - 4 }
        }
        let count = random.index(below: 20)
        let thinned = matrix.largest(count)
        #expect(thinned.count == 7)
        for row in 0..<7 {
            let ranked = (0..<columns).filter { matrix[row, $0] != 0 }.sorted {
                (matrix[row, $0].magnitude, -$0) > (matrix[row, $1].magnitude, -$1)
            }
            let expected = ranked.prefix(count).sorted()
            #expect(thinned[row].map { Int($0.column) } == expected, "seed \(seed)")
            #expect(thinned[row].map(\.value) == expected.map { matrix[row, $0] })
        }
    }

    @Test("BLAS uses as many threads as it is told")
    func threads() {
        let before = BLASThreads.count
        BLASThreads.count = 1
        #expect(BLASThreads.count == 1)
        BLASThreads.count = 0
        #expect(BLASThreads.count == 1)
        BLASThreads.count = before
        #expect(BLASThreads.count == before)
    }
}
