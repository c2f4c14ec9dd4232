internal import CKernels

/// Weighted sums of a table's rows: what the features of a thing come to, where each has a vector.
///
/// Bags are the rows of a sparse matrix, and their sums its product with the table.
package struct Bags: Hashable, Sendable {
    /// Of each entry: whose it is, and the table's row and its weight there.
    private var owners: [Int32] = []
    private var rows: [Int32] = []
    private var weights: [Float] = []
    /// Where the entries of each bag begin, and where the last ones end.
    private var starts = [0]

    package init() {}

    package var count: Int { starts.count - 1 }

    package mutating func removeAll() {
        owners.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
    }

    /// Appends a bag.
    package mutating func append(_ entries: some Sequence<(row: Int32, weight: Float)>) {
        for entry in entries {
            owners.append(Int32(count))
            rows.append(entry.row)
            weights.append(entry.weight)
        }
        starts.append(rows.count)
    }

    /// Appends a bag of others, and perhaps an entry.
    package mutating func append(
        _ other: Bags, at bag: Int, and extra: (row: Int32, weight: Float)? = nil
    ) {
        let entries = other.starts[bag]..<other.starts[bag + 1]
        rows += other.rows[entries]
        weights += other.weights[entries]
        if let extra {
            rows.append(extra.row)
            weights.append(extra.weight)
        }
        owners += repeatElement(Int32(count), count: rows.count - owners.count)
        starts.append(rows.count)
    }

    /// output[b] = Σ weight · table[row] over the entries of bag b.
    package func forward(_ table: Tensor, into output: Tensor) {
        precondition(output.columns == table.columns && output !== table)
        Embedding.check(rows, below: table.rows)
        output.rows = count
        unsafe output.floats[..<output.count].update(repeating: 0)
        unsafe ck_add_weighted(
            table.floats.baseAddress, rows, weights, output.floats.baseAddress, owners, rows.count,
            table.columns)
    }

    /// From the gradient of the sums, adds that of the table.
    package func backward(_ gradient: Tensor, into tableGradient: Tensor) {
        precondition(gradient.rows == count && gradient.columns == tableGradient.columns)
        Embedding.check(rows, below: tableGradient.rows)
        unsafe ck_add_weighted(
            gradient.floats.baseAddress, owners, weights, tableGradient.floats.baseAddress, rows,
            rows.count, gradient.columns)
    }

    /// The same for a table of which a step touches few rows.
    package func backward(_ gradient: Tensor, into tableGradient: SparseGradient) {
        precondition(gradient.rows == count && gradient.columns == tableGradient.columns)
        var places: [Int32] = []
        tableGradient.touch(rows, places: &places)
        unsafe ck_add_weighted(
            gradient.floats.baseAddress, owners, weights,
            tableGradient.values.floats.baseAddress, places, rows.count, gradient.columns)
    }
}
