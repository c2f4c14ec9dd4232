internal import CKernels

/// Texts and other sets as weighted sums of rows of a table: fastText's bag of features (Joulin et al.,
/// 2017).
package struct EmbeddingBag: Hashable, Sendable {
    /// Rows of the table, bag after bag.
    package private(set) var indices: [Int32] = []
    package private(set) var weights: [Float] = []
    /// Where each bag begins and, at the end, the number of indices.
    package private(set) var offsets: [Int32] = [0]

    package init() {}

    /// The number of bags.
    package var count: Int { offsets.count - 1 }

    package mutating func append(_ indices: some Sequence<Int32>, weights: some Sequence<Float>) {
        self.indices.append(contentsOf: indices)
        self.weights.append(contentsOf: weights)
        precondition(self.indices.count == self.weights.count)
        offsets.append(Int32(self.indices.count))
    }

    /// Appends a bag of rows that all weigh 1.
    package mutating func append(equally indices: [Int32]) {
        append(indices, weights: repeatElement(1, count: indices.count))
    }

    /// Appends a bag of others, and perhaps an entry.
    package mutating func append(
        _ other: EmbeddingBag, at bag: Int, and extra: (index: Int32, weight: Float)? = nil
    ) {
        let entries = Int(other.offsets[bag])..<Int(other.offsets[bag + 1])
        indices += other.indices[entries]
        weights += other.weights[entries]
        if let extra {
            indices.append(extra.index)
            weights.append(extra.weight)
        }
        offsets.append(Int32(indices.count))
    }

    package mutating func removeAll() {
        indices.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
    }

    /// Writes a row for each bag; zeros for an empty one.
    package func forward(_ table: Tensor, into output: Tensor) {
        precondition(table.columns == output.columns)
        Embedding.check(indices, below: table.rows)
        output.rows = count
        guard let sums = unsafe output.floats.baseAddress else { return }
        unsafe ck_bag(
            table.start, indices, weights, offsets, count, table.columns, sums)
    }

    /// Adds the gradient of each row used, from those of the sums: for small tables.
    package func backward(_ gradient: Tensor, into tableGradient: Tensor) {
        precondition(gradient.rows == count && gradient.columns == tableGradient.columns)
        Embedding.check(indices, below: tableGradient.rows)
        guard let values = unsafe tableGradient.floats.baseAddress else { return }
        unsafe ck_bag_scatter(
            gradient.start, indices, weights, offsets, count, gradient.columns, values)
    }

    /// The same for a table of which a step touches few rows.
    package func backward(_ gradient: Tensor, into tableGradient: SparseGradient) {
        precondition(gradient.rows == count && gradient.columns == tableGradient.columns)
        var places: [Int32] = []
        tableGradient.touch(indices, places: &places)
        guard let values = unsafe tableGradient.values.floats.baseAddress else { return }
        unsafe ck_bag_scatter(
            gradient.start, places, weights, offsets, count, gradient.columns, values)
    }
}
