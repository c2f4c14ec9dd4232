internal import CKernels

/// The gradient of a large table of which one step touches few rows.
///
/// Touched rows stand in the order of their first touch, one after the other in a block that is
/// used again for the next step; to clear it costs as much as rows were touched. For one thread:
/// each has its own, and they are merged.
package final class SparseGradient {
    package let columns: Int
    /// Rows of the table.
    package let tableRows: Int
    /// The touched rows, without duplicates.
    package private(set) var rows: [Int32] = []
    /// Their gradients: row i belongs to `rows[i]`. Another tensor once it had to grow.
    package private(set) var values: Tensor
    /// The place in `rows` of each row of the table, −1 for none.
    private var places: [Int32]
    /// Places of the rows last added to, kept for their memory.
    private var scratch: [Int32] = []

    /// There is room for `capacity` touched rows at first; it grows up to all of the table.
    package init(tableRows: Int, columns: Int, capacity: Int = 1024) {
        precondition(tableRows >= 0 && tableRows <= Int(Int32.max) && columns > 0)
        self.tableRows = tableRows
        self.columns = columns
        places = [Int32](repeating: -1, count: tableRows)
        values = Tensor(rows: min(max(1, capacity), max(1, tableRows)), columns: columns)
        values.rows = 0
    }

    /// Adds factor · gradient[r] to the gradient of row indices[r].
    package func add(_ gradient: Tensor, at indices: [Int32], times factor: Float = 1) {
        precondition(gradient.columns == columns && gradient.rows == indices.count)
        touch(indices, places: &scratch)
        unsafe ck_scatter_add(
            gradient.floats.baseAddress, scratch, factor, values.floats.baseAddress,
            gradient.rows, columns)
    }

    /// The rows of `values` that belong to `indices`: zeros where they are new. For kernels that
    /// add to them directly.
    package func touch(_ indices: [Int32], places result: inout [Int32]) {
        Embedding.check(indices, below: tableRows)
        result.removeAll(keepingCapacity: true)
        result.append(contentsOf: indices)
        // Local, for each access to a property of an object would be checked.
        var touched = rows
        rows = []
        unsafe places.withUnsafeMutableBufferPointer { places in
            unsafe result.withUnsafeMutableBufferPointer { result in
                for position in result.indices {
                    let row = unsafe result[position]
                    var place = unsafe places[Int(row)]
                    if place < 0 {
                        place = Int32(touched.count)
                        unsafe places[Int(row)] = place
                        touched.append(row)
                    }
                    unsafe result[position] = place
                }
            }
        }
        rows = touched
        makeRoom()
    }

    /// Adds what another thread has gathered.
    package func merge(_ other: SparseGradient) {
        precondition(other !== self && other.tableRows == tableRows)
        add(other.values, at: other.rows)
    }

    /// Forgets all rows: as much work as there were.
    package func clear() {
        unsafe places.withUnsafeMutableBufferPointer { places in
            for row in rows { unsafe places[Int(row)] = -1 }
        }
        rows.removeAll(keepingCapacity: true)
        values.rows = 0
    }

    /// The sum of squares of all gradients.
    package func sumOfSquares() -> Double { values.sumOfSquares() }

    /// Brings `values` up to `rows`: more room if there is too little, and zeros.
    private func makeRoom() {
        let before = values.rows
        if rows.count > values.rowsMax {
            let larger = Tensor(
                rows: min(tableRows, max(rows.count, 2 * values.rowsMax)), columns: columns)
            larger.copy(values)
            values = larger
        }
        values.rows = rows.count
        unsafe values.floats[before * columns..<rows.count * columns].update(repeating: 0)
    }
}
