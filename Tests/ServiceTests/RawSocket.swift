import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A TCP connection without any manners, for what no HTTP library would send.
struct RawSocket: Sendable {
    private let handle: Int32

    struct Failure: Error {
        var call: String
        var number: Int32
    }

    init(port: Int) throws {
        #if canImport(Glibc)
            handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            handle = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        // A server that does not answer fails the test instead of holding it up.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        _ = unsafe setsockopt(
            handle, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let outcome = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else { throw Failure(call: "connect", number: errno) }
    }

    /// Whether this machine has an IPv6 loopback, which containers often lack.
    static let reachesIPv6: Bool = {
        #if canImport(Glibc)
            let handle = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let handle = socket(AF_INET6, SOCK_STREAM, 0)
        #endif
        guard handle >= 0 else { return false }
        defer { _ = close(handle) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(handle, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }()

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(call: "send", number: errno) }
            sent += count
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Reads until the server closes or `isEnough` is.
    ///
    /// On a thread of its own: the server needs those that tests run on.
    func read(until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }) async -> String
    {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "socket").async {
                var bytes: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 1 << 16)
                while !isEnough(String(decoding: bytes, as: UTF8.self)) {
                    let count = unsafe recv(handle, &chunk, chunk.count, 0)
                    guard count > 0 else { break }
                    bytes.append(contentsOf: chunk[..<count])
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// Says that nothing more will come, and goes on listening.
    func halfClose() { _ = shutdown(handle, Int32(SHUT_WR)) }

    /// Writes what may be more than the server takes, and reads all that it answers.
    ///
    /// On a thread of its own, as in `read`. A server that closes while it is still being written to
    /// is no fault.
    func exchange(_ bytes: [UInt8], thenHalfClose: Bool) async -> String {
        async let written: Void = withCheckedContinuation { continuation in
            DispatchQueue(label: "socket.write").async {
                try? write(bytes)
                if thenHalfClose { halfClose() }
                continuation.resume()
            }
        }
        let text = await read()
        // Ends a write that the server has no ear for any more.
        _ = shutdown(handle, Int32(SHUT_RDWR))
        await written
        return text
    }

    /// Ends the connection at once, with no good-bye.
    func abort() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            handle, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        _ = close(handle)
    }

    func end() { _ = close(handle) }
}
