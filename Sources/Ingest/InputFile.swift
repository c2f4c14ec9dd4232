#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file read front to back, plain or gzip alike; `-` is standard input.
@safe
struct InputFile: ~Copyable {
    private enum Form {
        case unknown
        case plain
        case withinMember
        /// After a member of a gzip file, where another one or the end may come.
        case betweenMembers
    }

    private static let pieceBytes = 1 << 16

    let name: String
    /// What kept the file from being read to its end, once that is known.
    private(set) var failure: ImportError?
    private let descriptor: Int32
    private var form = Form.unknown
    private var unpacker = Unpacker()
    /// Bytes as stored, of which `used..<filled` wait for their turn.
    private var piece = [UInt8](repeating: 0, count: pieceBytes)
    private var used = 0
    private var filled = 0
    private var bytesIn: Int64 = 0

    init(_ path: String) throws(ImportError) {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.cannotOpen(path, systemMessage()) }
        var status = stat()
        _ = unsafe fstat(descriptor, &status)
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw Self.cannotOpen(path, "it is a folder; name the files in it")
        }
        self.descriptor = descriptor
        name = path
    }

    deinit { close(descriptor) }

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
    var bytesRead: Int64 { bytesIn - Int64(filled - used) }

    /// Fills `buffer` from `start` on and tells how many bytes came: 0 at the end and at a failure.
    mutating func read(into buffer: inout [UInt8], from start: Int) -> Int {
        var end = start
        while end < buffer.count, failure == nil, step(into: &buffer, &end) {}
        return end - start
    }

    /// Goes on by a piece at most; false at the end.
    private mutating func step(into buffer: inout [UInt8], _ end: inout Int) -> Bool {
        switch form {
        case .unknown:
            form = startsMember() ? .withinMember : .plain
            return true
        case .plain:
            guard used < filled || refill() else { return false }
            let count = min(filled - used, buffer.count - end)
            buffer.replaceSubrange(end..<end + count, with: piece[used..<used + count])
            used += count
            end += count
            return true
        case .withinMember:
            guard used < filled || refill() else {
                if failure == nil {
                    failure = damaged("ends within its gzip data: it was cut short")
                }
                return false
            }
            let outcome = unpacker.unpack(&piece, &used, filled, into: &buffer, &end)
            if outcome == .memberEnd { form = .betweenMembers }
            if case .damaged(let why) = outcome { failure = damaged("is damaged: \(why)") }
            return true
        case .betweenMembers: return passToNextMember()
        }
    }

    /// Zeros may fill the last block of a tape; anything else is data that must not be lost unsaid.
    private mutating func passToNextMember() -> Bool {
        if startsMember() {
            unpacker.reset()
            form = .withinMember
            return true
        }
        guard used < filled else { return false }
        guard piece[used] == 0 else {
            failure = damaged("goes on after its gzip data with something else")
            return false
        }
        used += 1
        return true
    }

    /// Whether the first bytes of a gzip member come next (RFC 1952).
    private mutating func startsMember() -> Bool {
        while filled - used < 2, refill() {}
        return filled - used >= 2 && piece[used] == 0x1F && piece[used + 1] == 0x8B
    }

    /// Reads on behind what waits; false at the end and at a failure.
    private mutating func refill() -> Bool {
        if used > 0 {
            piece.replaceSubrange(0..<filled - used, with: Array(piece[used..<filled]))
            filled -= used
            used = 0
        }
        let (descriptor, filled) = (descriptor, filled)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { bytes in
                unsafe Self.read(
                    descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { failure = damaged("cannot be read to its end: \(systemMessage())") }
            self.filled += max(0, count)
            bytesIn += Int64(max(0, count))
            return count > 0
        }
    }

    private static func read(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
        #else
            unsafe Darwin.read(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private func damaged(_ why: String) -> ImportError {
        ImportError(.damaged, name, "\(why); copy it anew")
    }
}

/// What the operating system says about its last error.
func systemMessage() -> String {
    unsafe String(cString: strerror(errno))
}
