import CZlib

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file read front to back, plain or gzip alike; `-` is standard input.
///
/// The only place that knows zlib: callers see bytes.
@safe
struct InputFile: ~Copyable {
    /// zlib gives nothing of the piece in which it meets damage, so pieces are small.
    private static let pieceBytes: UInt32 = 1 << 14

    let name: String
    /// What kept the file from being read to its end, once that is known.
    private(set) var failure: ImportError?
    private let handle: gzFile
    private var bytesOut: Int64 = 0

    init(_ path: String) throws(ImportError) {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.cannotOpen(path, systemMessage()) }
        var status = stat()
        _ = unsafe fstat(descriptor, &status)
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw Self.cannotOpen(path, "it is a folder; name the files in it")
        }
        guard let handle = unsafe gzdopen(descriptor, "rb") else {
            close(descriptor)
            throw Self.cannotOpen(path, "no memory is left")
        }
        _ = unsafe gzbuffer(handle, Self.pieceBytes)
        unsafe self.handle = handle
        name = path
    }

    deinit { _ = unsafe gzclose(handle) }

    /// Bytes of a file as stored; nil for a pipe. Tells of a file that is not there.
    static func bytes(of path: String) throws(ImportError) -> Int64? {
        guard path != "-" else { return nil }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw cannotOpen(path, systemMessage()) }
        return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }

    private static func cannotOpen(_ path: String, _ why: String) -> ImportError {
        ImportError(.cannotOpen, path, "cannot be opened: \(why)")
    }

    /// Bytes of the stored file consumed so far.
    var bytesRead: Int64 {
        let offset = unsafe gzoffset(handle)
        return offset < 0 ? bytesOut : Int64(offset)
    }

    /// Fills `buffer` from `start` on and tells how many bytes came: 0 at the end and at a failure.
    mutating func read(into buffer: inout [UInt8], from start: Int) -> Int {
        guard failure == nil else { return 0 }
        let handle = unsafe handle
        let (filled, isWhole) = unsafe buffer.withUnsafeMutableBytes { bytes in
            var filled = start
            while filled < bytes.count {
                let space = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
                let piece = min(UInt32(space.count), Self.pieceBytes)
                let count = unsafe gzread(handle, space.baseAddress, piece)
                guard count > 0 else { return (filled, false) }
                filled += Int(count)
            }
            return (filled, true)
        }
        if !isWhole { failure = readFailure() }
        bytesOut += Int64(filled - start)
        return filled - start
    }

    private func readFailure() -> ImportError? {
        var code: Int32 = 0
        let text = unsafe gzerror(handle, &code)
        switch code {
        case Z_OK, Z_STREAM_END: return nil
        case Z_BUF_ERROR:
            return ImportError(
                .damaged, name, "ends within its gzip data: it was cut short; copy it anew")
        case Z_ERRNO:
            return ImportError(.damaged, name, "cannot be read to its end: \(systemMessage())")
        default:
            let why = unsafe text.map { unsafe String(cString: $0) } ?? "unknown"
            return ImportError(
                .damaged, name, "its gzip data is damaged (zlib: \(why)); copy it anew")
        }
    }
}

/// What the operating system says about its last error.
func systemMessage() -> String {
    unsafe String(cString: strerror(errno))
}
