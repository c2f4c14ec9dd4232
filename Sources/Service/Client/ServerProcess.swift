#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A `martlet` in a process of its own, so that a benchmark or a crash test sees what a client sees.
package final class ServerProcess: Sendable {
    let pid: pid_t
    /// The port that it serves.
    package let port: Int

    /// Starts a `martlet` command that serves, and waits until it says at which port.
    ///
    /// - Parameters:
    ///   - executable: Path of the binary; the one running now where none is given.
    ///   - arguments: Such as `["serve", "--data", "shop", "--port", "0"]`.
    /// - Throws: `ServerProcessError` where it does not come up.
    package init(executable: String? = nil, _ arguments: [String]) throws {
        let path = try executable ?? Self.ownPath()
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw ServerProcessError("no pipe: errno \(errno)") }
        defer { close(ends[0]) }
        pid = try Self.spawn(path, arguments, output: ends[1])
        close(ends[1])
        guard let port = Self.announcedPort(from: ends[0]) else {
            var status: Int32 = 0
            kill(pid, SIGKILL)
            _ = unsafe waitpid(pid, &status, 0)
            throw ServerProcessError("\(path) \(arguments) did not start to serve")
        }
        self.port = port
    }

    /// Asks it to stop, waits until it has, and returns its exit status.
    @discardableResult
    package func stop() -> Int32 { end(SIGTERM) }

    /// Ends it at once, as a power cut of the process would.
    package func kill9() { _ = end(SIGKILL) }

    /// Has it read its settings again.
    package func hangUp() { kill(pid, SIGHUP) }

    private func end(_ signal: Int32) -> Int32 {
        kill(pid, signal)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
        return status
    }

    /// Resident memory in bytes; 0 where the system does not tell.
    package var residentBytes: Int { Service.residentBytes(ofProcess: "\(pid)") }

    // MARK: Start

    private static func spawn(
        _ path: String, _ arguments: [String], output: Int32
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        var words = unsafe ([path] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer { unsafe words.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawn(&pid, path, &actions, nil, words, environ)
        guard code == 0 else { throw ServerProcessError("cannot start \(path): errno \(code)") }
        return pid
    }

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

    private static func ownPath() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        #if os(Linux)
            let isKnown = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1) > 0
        #else
            var size = UInt32(buffer.count)
            let isKnown = unsafe _NSGetExecutablePath(&buffer, &size) == 0
        #endif
        guard isKnown else { throw ServerProcessError("the path of this program is unknown") }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a server process could not be used.
package struct ServerProcessError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
