/// A matrix of floats, row after row in one block. A copy shares the block until one is changed.
package struct Matrix: Hashable, Sendable {
    package let rows: Int
    package let columns: Int
    package internal(set) var values: [Float]

    /// A matrix of zeros.
    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = [Float](repeating: 0, count: rows * columns)
    }

    package subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    package mutating func addToDiagonal(_ value: Float) {
        for index in 0..<min(rows, columns) { values[index * columns + index] += value }
    }

    /// Adds `weight` times a row to `sums`, which must be as long as the row.
    package func addRow(_ row: Int, times weight: Float, to sums: inout [Float]) {
        precondition(sums.count == columns && row < rows)
        unsafe values.withUnsafeBufferPointer { values in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                let start = row * columns
                for column in 0..<columns {
                    unsafe sums[column] += weight * values[start + column]
                }
            }
        }
    }

    /// Multiplies each column by its factor.
    package mutating func multiplyColumns(by factors: [Float]) {
        precondition(factors.count == columns)
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe factors.withUnsafeBufferPointer { factors in
                for row in 0..<rows {
                    let start = row * columns
                    for column in 0..<columns {
                        unsafe values[start + column] *= factors[column]
                    }
                }
            }
        }
    }

    /// The `count` largest entries of each row, whatever their sign, zeros left out; among equals,
    /// those of lower columns.
    package func largest(_ count: Int) -> SparseRows {
        var result = SparseRows()
        result.reserveCapacity(rows: rows, entries: rows * min(count, columns))
        for row in 0..<rows {
            result.append(Self.largest(count, of: values[row * columns..<(row + 1) * columns]))
        }
        return result
    }

    /// Gathers twice as many as are wanted, and drops the smaller half whenever they are there:
    /// few entries pass the threshold once that has been done.
    ///
    /// By packed keys: the bits of a positive float order like the float itself.
    private static func largest(_ count: Int, of row: ArraySlice<Float>) -> [SparseRows.Entry] {
        guard count > 0 else { return [] }
        var keys: [UInt64] = []
        keys.reserveCapacity(2 * count)
        var threshold: Float = 0
        var column: UInt32 = 0
        for value in row {
            if value.magnitude > threshold {
                keys.append(UInt64(value.magnitude.bitPattern) << 32 | UInt64(~column))
                if keys.count == 2 * count {
                    keys.sort(by: >)
                    keys.removeLast(count)
                    threshold = Float(bitPattern: UInt32(keys[count - 1] >> 32))
                }
            }
            column += 1
        }
        keys.sort(by: >)
        return keys.prefix(count).map { ~UInt32(truncatingIfNeeded: $0) }.sorted().map {
            .init(column: $0, value: row[row.startIndex + Int($0)])
        }
    }
}
