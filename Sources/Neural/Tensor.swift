/// A block of floats, row after row, aligned for vector loads: what operators read and write.
///
/// A reference, so that a plan of buffers can be made once and lent to every step: nothing is
/// allocated while a model computes. One thread at a time may write; the owner sees to that.
@safe package final class Tensor {
    package let columns: Int
    /// Rows there is room for.
    package let rowsMax: Int
    /// Rows in use, at most `rowsMax`.
    package var rows: Int { didSet { precondition(rows <= rowsMax, "more rows than room") } }
    /// `rowsMax · columns` floats, 64-byte aligned.
    package let floats: UnsafeMutableBufferPointer<Float>
    /// Whose memory it is, where it is a part of another tensor.
    private let owner: Tensor?

    /// A block of zeros, all rows in use.
    package init(rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0)
        self.rows = rows
        rowsMax = rows
        self.columns = columns
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, rows * columns) * MemoryLayout<Float>.stride, alignment: 64)
        let bound = unsafe memory.bindMemory(to: Float.self)
        unsafe bound.initialize(repeating: 0)
        unsafe floats = UnsafeMutableBufferPointer(rebasing: bound[..<(rows * columns)])
        owner = nil
    }

    /// A stretch of another tensor's floats, as rows of its own; the memory is shared.
    package init(part whole: Tensor, from start: Int, rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0 && start >= 0)
        precondition(start + rows * columns <= whole.rowsMax * whole.columns, "a part too large")
        self.rows = rows
        rowsMax = rows
        self.columns = columns
        unsafe floats = UnsafeMutableBufferPointer(
            rebasing: whole.floats[start..<start + rows * columns])
        owner = whole
    }

    deinit {
        guard owner == nil else { return }
        unsafe UnsafeMutableRawPointer(floats.baseAddress)?.deallocate()
    }

    /// Floats of the rows in use.
    package var count: Int { rows * columns }

    package subscript(row: Int, column: Int) -> Float {
        get {
            precondition(row < rows && column < columns)
            return unsafe floats[row * columns + column]
        }
        set {
            precondition(row < rows && column < columns)
            unsafe floats[row * columns + column] = newValue
        }
    }

    /// The rows in use, as an array: for tests and for what is not hot.
    package var array: [Float] {
        get { unsafe Array(floats[..<count]) }
        set {
            precondition(newValue.count == count)
            for (index, value) in newValue.enumerated() { unsafe floats[index] = value }
        }
    }

    package func fill(_ value: Float) { unsafe floats.update(repeating: value) }
}
