internal import CKernels
internal import Primitives

/// A matrix of floats that is only read, where it lies: in a mapped file, or in a tensor that nobody
/// writes any more.
@safe package struct MappedMatrix: Sendable {
    package let rows: Int
    package let columns: Int
    nonisolated(unsafe) let floats: UnsafeBufferPointer<Float>
    /// Keeps the memory.
    nonisolated(unsafe) private let owner: AnyObject

    init(rows: Int, columns: Int, floats: UnsafeBufferPointer<Float>, owner: AnyObject) {
        precondition(floats.count == rows * columns)
        self.rows = rows
        self.columns = columns
        unsafe self.floats = floats
        unsafe self.owner = owner
    }

    /// The rows in use of a tensor, which must not be written from now on.
    package init(_ tensor: Tensor) {
        let floats = unsafe UnsafeBufferPointer(rebasing: tensor.floats[..<tensor.count])
        unsafe self.init(
            rows: tensor.rows, columns: tensor.columns, floats: floats, owner: tensor)
    }

    /// Adds a row to a row of a tensor.
    package func addRow(_ row: Int, to target: Tensor, at targetRow: Int) {
        precondition(row >= 0 && row < rows && target.columns == columns)
        precondition(targetRow >= 0 && targetRow < target.rows)
        guard let source = unsafe floats.baseAddress, let start = unsafe target.floats.baseAddress
        else { return }
        unsafe ck_axpy(1, source + row * columns, start + targetRow * columns, columns)
    }

    /// The stable hash of its bytes.
    package func digest(seed: UInt64) -> UInt64 {
        let bytes = unsafe UnsafeRawBufferPointer(floats)
        return unsafe stableHash(bytes, seed: seed)
    }

    /// A copy that may be written.
    package func copy() -> Tensor {
        let tensor = Tensor(rows: rows, columns: columns)
        for index in unsafe floats.indices { unsafe tensor.floats[index] = floats[index] }
        return tensor
    }
}
