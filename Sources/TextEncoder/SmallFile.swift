#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Settings and vocabularies: files that are read whole.
enum SmallFile {
    static let bytesMax = 64 << 20

    static func exists(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

    static func bytes(of path: String) throws(TextEncoderError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= bytesMax else {
            throw TextEncoderError(
                .cannotRead, file: path, "is no file of at most \(bytesMax) bytes")
        }
        let count = Int(status.st_size)
        var filled = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            while filled < count {
                let rest = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
                let got = unsafe read(descriptor, rest.baseAddress, rest.count)
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                filled += got
            }
            initialised = filled
        }
        guard filled == count else { throw failure(path) }
        return bytes
    }

    static func failure(
        _ path: String, _ code: TextEncoderError.Code = .cannotRead
    ) -> TextEncoderError {
        let verb = code == .cannotRead ? "read" : "written"
        return TextEncoderError(
            code, file: path, "cannot be \(verb): \(unsafe String(cString: strerror(errno)))")
    }
}
