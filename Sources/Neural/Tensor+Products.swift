internal import CKernels

extension Tensor {
    /// The dot products of some rows with a vector: for a few of many rows.
    ///
    /// - Parameters:
    ///   - chosen: Numbers of rows.
    ///   - vector: As many floats as there are columns.
    /// - Returns: A product a row, in the order in which they were chosen.
    package func products(ofRows chosen: [Int], with vector: [Float]) -> [Float] {
        precondition(vector.count == columns)
        return chosen.map { row in
            precondition(row >= 0 && row < rows)
            return unsafe floats.baseAddress.map {
                unsafe ck_dot($0 + row * columns, vector, columns)
            } ?? 0
        }
    }
}
