#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One keep-alive connection to a server on this machine that blocks its thread: for load
/// generators, which share the processor with what they measure and must cost little of it.
package struct LoadConnection: ~Copyable {
    private static let patience = timeval(tv_sec: 30, tv_usec: 0)

    private let handle: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    /// - Parameter port: Of a server at 127.0.0.1.
    /// - Throws: `ServerProcessError` where nobody listens.
    package init(port: Int) throws {
        #if canImport(Glibc)
            handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            handle = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var patience = Self.patience
        _ = unsafe setsockopt(
            handle, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var now: Int32 = 1
        _ = unsafe setsockopt(
            handle, Int32(IPPROTO_TCP), TCP_NODELAY, &now, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let outcome = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else {
            throw ServerProcessError("nobody listens at port \(port): errno \(errno)")
        }
    }

    deinit { close(handle) }

    /// Asks, and waits for the last byte of the answer.
    ///
    /// - Parameters:
    ///   - method: Such as `POST`.
    ///   - path: With its query, escaped.
    ///   - body: JSON, or nothing.
    /// - Returns: The status.
    /// - Throws: `ServerProcessError` where the connection breaks.
    package mutating func send(
        _ method: String, _ path: String, _ body: String = ""
    ) throws -> Int {
        let length = body.utf8.count
        try write(
            Array("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: ".utf8)
                + Array("\(length)\r\n\r\n\(body)".utf8))
        return try status()
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return unsafe Self.send(handle, rest)
            }
            guard count > 0 else { throw ServerProcessError("the server takes nothing more") }
            sent += count
        }
    }

    /// A connection that the server has closed is an error and no signal.
    private static func send(_ handle: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            return unsafe Glibc.send(handle, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #else
            return unsafe Darwin.send(handle, bytes.baseAddress, bytes.count, 0)
        #endif
    }

    private mutating func status() throws -> Int {
        var filled = 0
        var end: Int?
        while filled < end ?? .max {
            if filled == buffer.count {
                buffer += [UInt8](repeating: 0, count: buffer.count)
            }
            let start = filled
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
                return unsafe recv(handle, rest.baseAddress, rest.count, 0)
            }
            guard count > 0 else { throw ServerProcessError("the server closed a connection") }
            filled += count
            end = end ?? answerEnd(before: filled)
        }
        return buffer[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    /// Where the answer ends, once its head is there.
    private func answerEnd(before filled: Int) -> Int? {
        var length = 0
        var start = 0
        while let end = buffer[start..<filled].firstIndex(of: 10) {
            // A blank line ends the head.
            if end - start <= 1 { return end + 1 + length }
            if buffer[start..<end].starts(with: Self.lengthName, by: { $0 | 32 == $1 }) {
                length = buffer[start + Self.lengthName.count..<end]
                    .filter { (48...57).contains($0) }
                    .reduce(0) { $0 * 10 + Int($1) - 48 }
            }
            start = end + 1
        }
        return nil
    }

    private static let lengthName = Array("content-length:".utf8)
}
