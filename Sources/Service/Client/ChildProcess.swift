#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A command of `martlet`, or another program, in a process of its own.
package final class ChildProcess: Sendable {
    let pid: pid_t

    /// - Parameters:
    ///   - executable: Path of the program; the one running now where none is given.
    ///   - arguments: Without the program's name.
    ///   - output: A descriptor that takes what it prints.
    ///   - complaints: One that takes what it writes to standard error; this process's own where none
    ///     is given.
    /// - Throws: `ServerProcessError` where it cannot be started.
    package init(
        executable: String? = nil, _ arguments: [String], output: Int32,
        complaints: Int32 = STDERR_FILENO
    ) throws {
        pid = try Self.spawn(
            try executable ?? Self.ownPath(), arguments, output: output, complaints: complaints)
    }

    /// Sends it a signal, waits until it has ended, and returns its exit status.
    @discardableResult
    package func end(_ signal: Int32) -> Int32 {
        kill(pid, signal)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
        return status
    }

    private static func spawn(
        _ path: String, _ arguments: [String], output: Int32, complaints: Int32
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        var words = unsafe ([path] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer { unsafe words.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawn(&pid, path, &actions, nil, words, environ)
        guard code == 0 else { throw ServerProcessError("cannot start \(path): errno \(code)") }
        return pid
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
