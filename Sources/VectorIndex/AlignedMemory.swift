/// Bytes at the start of a cache line, which is worth a factor of two where vectors are as wide as
/// one. Written while its owner is made, and never after that.
@safe final class AlignedMemory: Sendable {
    nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

    /// Zeros.
    init(byteCount: Int) {
        unsafe bytes = .allocate(byteCount: byteCount, alignment: 64)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// What lies `offset` elements from the start.
    func pointer<Element: BitwiseCopyable>(
        to type: Element.Type, at offset: Int
    ) -> UnsafePointer<Element>? {
        let first = MemoryLayout<Element>.stride * offset
        precondition(unsafe offset >= 0 && first <= bytes.count)
        guard let start = unsafe bytes.baseAddress else { return nil }
        return unsafe UnsafePointer((start + first).assumingMemoryBound(to: type))
    }

    deinit { unsafe bytes.deallocate() }
}
