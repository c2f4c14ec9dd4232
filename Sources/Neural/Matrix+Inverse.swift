internal import COpenBLAS

/// A matrix that should be positive definite and is not.
package struct NotPositiveDefinite: Error, Hashable, CustomStringConvertible {
    /// The order of the first leading minor that is not positive.
    package var minor: Int

    package init(minor: Int) {
        self.minor = minor
    }

    package var description: String {
        "the matrix is not positive definite (leading minor \(minor)); regularise it more"
    }
}

extension Matrix {
    /// Inverts a symmetric positive definite matrix, of which the upper triangle is read.
    ///
    /// By Cholesky's factors (LAPACK's spotrf and spotri): a third of the work of a general
    /// inverse, and in place. After an error the matrix holds nothing of use.
    package mutating func invertSymmetric() throws(NotPositiveDefinite) {
        try invertUpper()
        mirrorUpper()
    }

    /// The inverse, beside the matrix: `invertSymmetric` needs half the memory.
    package func symmetricInverse() throws(NotPositiveDefinite) -> Matrix {
        var inverse = self
        try inverse.invertSymmetric()
        return inverse
    }

    /// Leaves the inverse's upper triangle; what lies below it is left as it was.
    private mutating func invertUpper() throws(NotPositiveDefinite) {
        precondition(rows == columns)
        var order = Int32(rows)
        var info: Int32 = 0
        guard order > 0 else { return }
        unsafe values.withUnsafeMutableBufferPointer { values in
            // Our upper triangle is LAPACK's lower one: it counts down the columns.
            var triangle = CChar(UInt8(ascii: "L"))
            var stride = order
            unsafe spotrf_(&triangle, &order, values.baseAddress, &stride, &info)
            guard info == 0 else { return }
            unsafe spotri_(&triangle, &order, values.baseAddress, &stride, &info)
        }
        guard info == 0 else { throw NotPositiveDefinite(minor: Int(info)) }
    }

    /// Copies the upper triangle below the diagonal, block by block so that both sides of the
    /// copy stay in the cache.
    private mutating func mirrorUpper() {
        let block = 32
        let order = rows
        unsafe values.withUnsafeMutableBufferPointer { values in
            for top in stride(from: 0, to: order, by: block) {
                for left in stride(from: top, to: order, by: block) {
                    for row in top..<min(top + block, order) {
                        for column in max(left, row + 1)..<max(min(left + block, order), row + 1) {
                            let value = unsafe values[row * order + column]
                            unsafe values[column * order + row] = value
                        }
                    }
                }
            }
        }
    }
}
