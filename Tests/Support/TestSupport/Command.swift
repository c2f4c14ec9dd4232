#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs another program to its end, found on the PATH, its complaints unheard.
///
/// Foundation's `Process` was seen to trap where tests run beside each other.
package enum Command {
    package struct Failure: Error {
        package var program: String
        package var code: Int32
    }

    /// - Returns: The exit status, and what was written to standard output.
    package static func run(
        _ program: String, _ arguments: [String]
    ) throws -> (code: Int32, output: [UInt8]) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw Failure(program: program, code: errno) }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let pid: pid_t
        do {
            defer { close(ends[1]) }
            pid = try spawn(program, arguments, output: ends[1])
        }
        var output: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(ends[0], &portion, portion.count)
            if count > 0 { output += portion.prefix(count) }
            if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return (status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F), output)
    }

    private static func spawn(
        _ program: String, _ arguments: [String], output: Int32
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        _ = unsafe posix_spawn_file_actions_addopen(
            &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer { unsafe words.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawnp(&pid, program, &actions, nil, words, environ)
        guard code == 0 else { throw Failure(program: program, code: code) }
        return pid
    }
}
