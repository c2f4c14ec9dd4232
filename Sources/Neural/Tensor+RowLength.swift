internal import CKernels

extension Tensor {
    /// Brings each of the rows to this Euclidean length; a row of zeros stays. 0 leaves all as they
    /// are.
    package func bringRows(_ chosen: [Int32], to length: Float) {
        guard length > 0 else { return }
        for row in chosen { bringRow(Int(row), to: length) }
    }

    /// The same of all rows in use.
    package func bringRows(to length: Float) {
        guard length > 0 else { return }
        for row in 0..<rows { bringRow(row, to: length) }
    }

    private func bringRow(_ row: Int, to length: Float) {
        precondition(row >= 0 && row < rows)
        guard let start = unsafe floats.baseAddress.map({ unsafe $0 + row * columns }) else {
            return
        }
        let squares = unsafe ck_sum_squares(start, columns)
        guard squares > 0 else { return }
        unsafe ck_scale(length / Float(squares.squareRoot()), start, columns)
    }
}
