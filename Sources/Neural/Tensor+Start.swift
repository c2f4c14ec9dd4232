extension Tensor {
    /// Where the floats begin, for kernels that only read.
    var start: UnsafePointer<Float>? { unsafe UnsafePointer(floats.baseAddress) }
}
