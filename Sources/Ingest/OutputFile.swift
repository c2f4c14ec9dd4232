#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is appended to, created at the first byte.
struct OutputFile: ~Copyable {
    private static let bufferBytes = 1 << 16

    let path: String
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []

    init(_ path: String) {
        self.path = path
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func write(_ bytes: [UInt8]) throws(ImportError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    mutating func flush() throws(ImportError) {
        guard !buffer.isEmpty else { return }
        if descriptor < 0 {
            descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw failure }
        }
        var written = 0
        while written < buffer.count {
            let descriptor = descriptor
            let count = unsafe buffer[written...].withUnsafeBytes { bytes in
                unsafe Self.write(descriptor, bytes)
            }
            guard count > 0 else { throw failure }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Makes what was flushed durable.
    mutating func sync() throws(ImportError) {
        guard descriptor >= 0, fsync(descriptor) != 0 else { return }
        throw failure
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private var failure: ImportError {
        ImportError(
            .cannotWrite, path,
            "cannot be written: \(systemMessage()). Lines that are not taken must go somewhere")
    }
}
