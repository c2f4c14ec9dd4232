extension Matrix {
    /// The upper triangle of the Gram matrix XᵀX of sparse rows; zeros below it.
    ///
    /// The sum of the rows' outer products, at the cost of the square of each row's length. It is
    /// formed line by line of the result, so that a line stays in the cache while it is summed.
    package init(upperGramOf sparse: SparseRows, columns: Int) {
        self.init(rows: columns, columns: columns)
        let holders = sparse.transposed(columns: columns)
        // The same rows, but their columns rise.
        let sparse = holders.transposed(columns: sparse.count)
        // How far each row has been used up: columns before the one at hand lie below the diagonal.
        var used = sparse.offsets
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe sparse.entries.withUnsafeBufferPointer { entries in
                for column in 0..<columns {
                    let start = column * columns
                    for holder in holders[column] {
                        let row = Int(holder.column)
                        let end = sparse.offsets[row + 1]
                        for place in used[row]..<end {
                            let entry = unsafe entries[place]
                            unsafe values[start + Int(entry.column)] += holder.value * entry.value
                        }
                        used[row] += 1
                    }
                }
            }
        }
    }
}
