internal import CKernels

/// Rows of tables, looked up and summed: an item's vector, that of its place, of the kind of event.
package enum Embedding {
    /// One table, and which of its rows each row of the result takes.
    package struct Lookup {
        package let table: Tensor
        /// As many as the result has rows, each below the rows of the table.
        package let indices: [Int32]
        package let scale: Float

        package init(_ table: Tensor, at indices: [Int32], scale: Float = 1) {
            self.table = table
            self.indices = indices
            self.scale = scale
        }
    }

    /// output[r] = Σ scale · table[indices[r]] over the lookups, in one pass over the output.
    package static func forward(_ lookups: [Lookup], into output: Tensor) {
        guard let rows = lookups.first?.indices.count else { return output.fill(0) }
        output.rows = rows
        for lookup in lookups {
            precondition(lookup.table.columns == output.columns && lookup.indices.count == rows)
            check(lookup.indices, below: lookup.table.rows)
        }
        unsafe withKernels(of: lookups[...], and: []) { kernels in
            unsafe ck_gather(
                kernels, kernels.count, output.floats.baseAddress, rows, output.columns)
        }
    }

    /// Adds scale · gradient[r] to row indices[r] of `tableGradient`: for small tables.
    package static func backward(
        _ gradient: Tensor, at indices: [Int32], scale: Float = 1, into tableGradient: Tensor
    ) {
        precondition(tableGradient.columns == gradient.columns && indices.count == gradient.rows)
        check(indices, below: tableGradient.rows)
        unsafe ck_scatter_add(
            gradient.floats.baseAddress, indices, scale, tableGradient.floats.baseAddress,
            gradient.rows, gradient.columns)
    }

    /// The same for a table of which a step touches few rows.
    package static func backward(
        _ gradient: Tensor, at indices: [Int32], scale: Float = 1,
        into tableGradient: SparseGradient
    ) {
        tableGradient.add(gradient, at: indices, times: scale)
    }

    /// Replaces rows of a table; the last one counts where one is named twice.
    package static func replace(
        _ indices: ArraySlice<Int32>, of table: Tensor, by rows: Tensor
    ) {
        let columns = table.columns
        precondition(rows.columns == columns && rows.rows == indices.count && rows !== table)
        guard let target = unsafe table.floats.baseAddress,
            let source = unsafe rows.floats.baseAddress
        else { return }
        for (row, index) in indices.enumerated() {
            precondition(index >= 0 && Int(index) < table.rows, "no such row in the table")
            unsafe (target + Int(index) * columns).update(
                from: source + row * columns, count: columns)
        }
    }

    /// A row outside of the table would be memory that is not ours.
    static func check(_ indices: [Int32], below rows: Int) {
        var largest: UInt32 = 0
        for index in indices { largest = max(largest, UInt32(bitPattern: index)) }
        precondition(indices.isEmpty || Int(largest) < rows, "no such row in the table")
    }

    /// Lends the indices of all lookups at once.
    private static func withKernels(
        of lookups: ArraySlice<Lookup>, and kernels: [ck_lookup], _ body: ([ck_lookup]) -> Void
    ) {
        guard let lookup = lookups.first else { return unsafe body(kernels) }
        unsafe lookup.indices.withUnsafeBufferPointer { indices in
            let kernel = unsafe ck_lookup(
                table: lookup.table.floats.baseAddress, indices: indices.baseAddress,
                scale: lookup.scale)
            unsafe withKernels(of: lookups.dropFirst(), and: kernels + [kernel], body)
        }
    }
}
