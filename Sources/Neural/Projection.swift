internal import CKernels

/// A layer as PyTorch stores it, a row of weights for each column of the result: y = x·wᵀ + bias.
///
/// The weights are multiplied where they lie, and read once for every 96 rows of x: with few rows that
/// is what the time goes to.
package struct Projection: Sendable {
    package let weights: MappedMatrix
    /// One row.
    package let bias: MappedMatrix?

    package init(weights: MappedMatrix, bias: MappedMatrix?) {
        precondition(bias.map { $0.rows == 1 && $0.columns == weights.rows } ?? true)
        self.weights = weights
        self.bias = bias
    }

    /// Writes as many columns of y as there are rows of weights, so that several layers can share y.
    ///
    /// - Parameters:
    ///   - x: As wide as the weights.
    ///   - y: Gets as many rows as x.
    ///   - column: The first column of y to write.
    ///   - target: The kernels to use.
    package func multiply(
        _ x: Tensor, into y: Tensor, column: Int = 0, on target: KernelTarget = .best
    ) {
        precondition(x.columns == weights.columns && x !== y, "shapes differ")
        precondition(column >= 0 && column + weights.rows <= y.columns, "no room for the columns")
        y.rows = x.rows
        guard let start = unsafe y.floats.baseAddress, y.count > 0 else { return }
        var call = unsafe ck_projection(
            rows: x.rows, columns: weights.rows, inner: x.columns, x: x.start, x_row: x.columns,
            weights: weights.floats.baseAddress, bias: bias?.floats.baseAddress,
            y: start + column, y_row: y.columns)
        unsafe target.kernels.project(&call)
    }
}
