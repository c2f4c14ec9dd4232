#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A `martlet` in a process of its own, so that a benchmark or a crash test sees what a client sees.
package final class ServerProcess: Sendable {
    private let process: ChildProcess
    var pid: pid_t { process.pid }
    /// The port that it serves.
    package let port: Int

    /// Starts a `martlet` command that serves, and waits until it says at which port.
    ///
    /// - Parameters:
    ///   - executable: Path of the binary; the one running now where none is given.
    ///   - arguments: Such as `["serve", "--data", "shop", "--port", "0"]`.
    /// - Throws: `ServerProcessError` where it does not come up.
    package init(executable: String? = nil, _ arguments: [String]) throws {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw ServerProcessError("no pipe: errno \(errno)") }
        defer { close(ends[0]) }
        do {
            defer { close(ends[1]) }
            process = try ChildProcess(executable: executable, arguments, output: ends[1])
        }
        guard let port = Self.announcedPort(from: ends[0]) else {
            process.end(SIGKILL)
            throw ServerProcessError("martlet \(arguments) did not start to serve")
        }
        self.port = port
    }

    /// Asks it to stop, waits until it has, and returns its exit status.
    @discardableResult
    package func stop() -> Int32 { process.end(SIGTERM) }

    /// Ends it at once, as a power cut of the process would.
    package func kill9() { process.end(SIGKILL) }

    /// Has it read its settings again.
    package func hangUp() { kill(pid, SIGHUP) }

    /// Resident memory in bytes; 0 where the system does not tell.
    package var residentBytes: Int { Service.residentBytes(ofProcess: "\(pid)") }

    // MARK: Start

    /// Reads lines until one names an address with a port.
    private static func announcedPort(from descriptor: Int32) -> Int? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(descriptor, &byte, 1) == 1 {
            guard byte == 10 else {
                line.append(byte)
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            if let range = text.firstRange(of: "http://127.0.0.1:") {
                return Int(text[range.upperBound...].prefix { $0.isNumber })
            }
            line = []
        }
        return nil
    }
}

/// Why a server process could not be used.
package struct ServerProcessError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
