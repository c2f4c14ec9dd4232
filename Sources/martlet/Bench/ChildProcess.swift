#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A server in a process of its own, so that a measurement includes everything a client would see.
final class ChildProcess {
    private let pid: pid_t

    /// Starts this binary with other arguments and waits for the line that names its port.
    static func serve(data: String) throws -> (process: ChildProcess, port: Int) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw ChildError("no pipe: errno \(errno)") }
        let process = try ChildProcess(
            ["serve", "--data", data, "--port", "0", "--log-level", "error"], output: ends[1])
        close(ends[1])
        defer { close(ends[0]) }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(ends[0], &byte, 1) == 1, byte != 10 { line.append(byte) }
        let text = String(decoding: line, as: UTF8.self)
        guard let port = text.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw ChildError("the server did not start: \(text)")
        }
        return (process, port)
    }

    private init(_ arguments: [String], output: Int32) throws {
        let path = try Self.ownPath()
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        var words = unsafe ([path] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer { unsafe words.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawn(&pid, path, &actions, nil, words, environ)
        guard code == 0 else { throw ChildError("cannot start \(path): errno \(code)") }
        self.pid = pid
    }

    /// Asks it to stop and waits until it has.
    func stop() {
        kill(pid, SIGTERM)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
    }

    /// Resident memory in bytes; 0 where the system does not tell.
    var residentBytes: Int {
        guard let file = unsafe fopen("/proc/\(pid)/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 200)
        guard unsafe fgets(&line, 200, file) != nil else { return 0 }
        let words = text(line).split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(getpagesize()) : 0
    }

    private static func ownPath() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        #if os(Linux)
            let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
            guard count > 0 else { throw ChildError("the path of this program is unknown") }
        #else
            var size = UInt32(buffer.count)
            guard unsafe _NSGetExecutablePath(&buffer, &size) == 0 else {
                throw ChildError("the path of this program is unknown")
            }
        #endif
        return text(buffer)
    }
}

private func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

struct ChildError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
