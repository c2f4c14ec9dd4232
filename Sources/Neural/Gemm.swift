internal import CKernels

/// Products of matrices, one thread: register tiles after Goto and van de Geijn (2008), without
/// packing, for matrices that fit the second cache.
///
/// What is written may overlap nothing that is read. What is not a number spreads to all that is
/// computed from it.
package enum Gemm {
    /// y = x·w + bias, or y += x·w: a layer's forward pass, and with transposed weights the gradient
    /// of its input.
    ///
    /// - Parameters:
    ///   - x: rows × inner; y gets as many rows.
    ///   - weights: inner × columns.
    ///   - bias: one row of columns, only where nothing is added to.
    ///   - y: columns wide, with room for x's rows.
    ///   - adding: whether y is added to; then it must have x's rows already.
    ///   - target: the kernels to use.
    package static func multiply(
        _ x: Tensor, _ weights: Tensor, bias: Tensor? = nil, into y: Tensor, adding: Bool = false,
        on target: KernelTarget = .best
    ) {
        precondition(x.columns == weights.rows && weights.columns == y.columns, "shapes differ")
        precondition(bias.map { $0.count == y.columns && !adding } ?? true, "bias and shape differ")
        precondition(!adding || y.rows == x.rows, "rows differ")
        y.rows = x.rows
        var product = unsafe ck_gemm(
            rows: x.rows, columns: y.columns, inner: x.columns,
            a: x.floats.baseAddress, a_row: x.columns, a_column: 1,
            b: weights.floats.baseAddress, b_row: weights.columns,
            c: y.floats.baseAddress, c_row: y.columns,
            bias: bias?.floats.baseAddress, accumulate: adding ? 1 : 0)
        unsafe target.kernels.gemm(&product)
    }

    /// sums = xᵀ·dy, or sums += xᵀ·dy: the gradient of a layer's weights.
    ///
    /// - Parameters:
    ///   - x: rows × inner.
    ///   - dy: rows × columns.
    ///   - sums: inner × columns.
    ///   - adding: whether sums are added to.
    ///   - target: the kernels to use.
    package static func multiplyTransposed(
        _ x: Tensor, _ dy: Tensor, into sums: Tensor, adding: Bool,
        on target: KernelTarget = .best
    ) {
        precondition(x.rows == dy.rows && x.columns == sums.rows, "shapes differ")
        precondition(dy.columns == sums.columns, "shapes differ")
        var product = unsafe ck_gemm(
            rows: sums.rows, columns: sums.columns, inner: x.rows,
            a: x.floats.baseAddress, a_row: 1, a_column: x.columns,
            b: dy.floats.baseAddress, b_row: dy.columns,
            c: sums.floats.baseAddress, c_row: sums.columns,
            bias: nil, accumulate: adding ? 1 : 0)
        unsafe target.kernels.gemm(&product)
    }

    /// Writes the transposed matrix: once a step for the weights, for the gradient of the input.
    package static func transpose(
        _ matrix: Tensor, into turned: Tensor, on target: KernelTarget = .best
    ) {
        precondition(matrix.columns <= turned.rowsMax && matrix.rows == turned.columns)
        turned.rows = matrix.columns
        var work = unsafe ck_transpose(
            rows: matrix.rows, columns: matrix.columns, from: matrix.floats.baseAddress,
            from_row: matrix.columns, to: turned.floats.baseAddress, to_row: turned.columns,
            scale: 1)
        unsafe target.kernels.transpose(&work)
    }

    /// The sum of all rows, written to or added to one row: the gradient of a layer's bias.
    package static func sumRows(
        _ matrix: Tensor, into sums: Tensor, adding: Bool, on target: KernelTarget = .best
    ) {
        precondition(sums.count == matrix.columns, "shapes differ")
        unsafe target.kernels.sum_rows(
            matrix.floats.baseAddress, matrix.rows, matrix.columns, sums.floats.baseAddress,
            adding ? 1 : 0)
    }

    /// e to the power of each entry, to 2e-7 of its value. Entries must not exceed 88; below -87.3
    /// the power is zero.
    package static func exponential(
        _ tensor: Tensor, into powers: Tensor, on target: KernelTarget = .best
    ) {
        precondition(powers.columns == tensor.columns)
        powers.rows = tensor.rows
        unsafe target.kernels.exponential(
            tensor.floats.baseAddress, powers.floats.baseAddress, tensor.count)
    }
}
