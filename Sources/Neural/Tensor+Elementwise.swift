internal import CKernels

/// Element by element, over the rows in use. NaN and infinities pass through as in arithmetic.
extension Tensor {
    /// Whether as many rows are in use here, of as many columns.
    package func hasShape(of other: Tensor) -> Bool {
        rows == other.rows && columns == other.columns
    }

    /// Adds `factor` times another of the same shape.
    package func add(_ other: Tensor, times factor: Float = 1) {
        precondition(hasShape(of: other) && other !== self)
        unsafe ck_axpy(factor, other.floats.baseAddress, floats.baseAddress, count)
    }

    package func multiply(by factor: Float) {
        unsafe ck_scale(factor, floats.baseAddress, count)
    }

    /// Multiplies by another of the same shape, element by element.
    package func multiply(by other: Tensor) {
        precondition(hasShape(of: other))
        unsafe ck_multiply(
            floats.baseAddress, other.floats.baseAddress, floats.baseAddress, count)
    }

    /// Copies the rows in use of another with as many columns.
    package func copy(_ other: Tensor) {
        precondition(columns == other.columns)
        rows = other.rows
        guard count > 0, other !== self else { return }
        guard let target = unsafe floats.baseAddress, let source = unsafe other.floats.baseAddress
        else { return }
        unsafe target.update(from: source, count: count)
    }

    /// Makes another tensor's row the only one.
    ///
    /// - Parameters:
    ///   - row: Of the other tensor.
    ///   - other: As wide as this one.
    package func copy(row: Int, of other: Tensor) {
        precondition(columns == other.columns && row >= 0 && row < other.rows)
        rows = 1
        guard let target = unsafe floats.baseAddress, let source = unsafe other.floats.baseAddress
        else { return }
        unsafe target.update(from: source + row * columns, count: columns)
    }

    /// The sum of squares of all elements: infinite or NaN if one of them is, or overflows.
    package func sumOfSquares() -> Double {
        unsafe ck_sum_squares(floats.baseAddress, count)
    }

    /// Moves towards another: decay · self + (1 − decay) · other, the moving average of weights.
    package func average(with other: Tensor, decay: Float) {
        precondition(hasShape(of: other) && other !== self)
        unsafe ck_average(floats.baseAddress, other.floats.baseAddress, decay, count)
    }
}
