import JSON
import Primitives
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A Chromium without a window, driven over its DevTools protocol through two pipes.
///
/// `@unchecked Sendable`: it waits for its answers, so one thread at a time uses it.
final class Browser: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// `$MARTLET_CHROMIUM`, or the first on the PATH; nil where there is none.
    static let path: String? = {
        if let given = unsafe getenv("MARTLET_CHROMIUM") { return unsafe String(cString: given) }
        let folders = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        for folder in folders.split(separator: ":") {
            for name in ["chromium", "chromium-browser", "google-chrome"] {
                let path = "\(folder)/\(name)"
                if unsafe access(path, X_OK) == 0 { return path }
            }
        }
        return nil
    }()

    private static let patienceSeconds = 120.0

    private let profile = TemporaryDirectory()
    private var pid: pid_t = 0
    private var input: Int32 = -1
    private var output: Int32 = -1
    private var received: [UInt8] = []
    private var nextID: Int64 = 0
    /// What pages complained of, by their session.
    private(set) var complaints: [(session: String, text: String)] = []

    init() throws {
        guard let path = Self.path else { throw Failure(description: "no Chromium on the PATH") }
        var (toBrowser, fromBrowser): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard unsafe pipe(&toBrowser) == 0, unsafe pipe(&fromBrowser) == 0 else {
            throw Failure(description: "no pipe: errno \(errno)")
        }
        // Above 3 and 4, where the browser expects its ends, and closed in any other child.
        func moved(_ end: Int32) -> Int32 {
            defer { close(end) }
            return fcntl(end, F_DUPFD_CLOEXEC, 20)
        }
        let ends = (moved(toBrowser[0]), moved(fromBrowser[1]))
        (input, output) = (moved(toBrowser[1]), moved(fromBrowser[0]))
        defer {
            close(ends.0)
            close(ends.1)
        }
        pid = try spawn(path, ends)
    }

    deinit {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
        close(input)
        close(output)
    }

    private func spawn(_ path: String, _ ends: (Int32, Int32)) throws -> pid_t {
        var arguments = [
            path, "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(profile.path)",
            "--no-first-run", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb",
            "--disable-background-networking", "--disable-component-update", "about:blank",
        ]
        // Its sandbox refuses the super-user, who runs tests in containers.
        if geteuid() == 0 { arguments.insert("--no-sandbox", at: 1) }
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, ends.0, 3)
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, ends.1, 4)
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            _ = unsafe posix_spawn_file_actions_addopen(
                &actions, stream, "/dev/null", O_WRONLY, 0)
        }
        var words = unsafe arguments.map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer { unsafe words.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawn(&pid, path, &actions, nil, words, environ)
        guard code == 0 else { throw Failure(description: "cannot start \(path): errno \(code)") }
        return pid
    }

    // MARK: Protocol

    /// Sends a command and waits for its answer.
    @discardableResult
    func send(_ method: String, _ parameters: Value = [:], session: String? = nil) throws -> Fields
    {
        nextID += 1
        let id = nextID
        var message: Fields = ["id": .int(id), "method": .string(method), "params": parameters]
        if let session { message["sessionId"] = .string(session) }
        var writer = JSONWriter()
        writer.write(.object(message))
        try write(writer.bytes + [0])
        while true {
            let answer = try next()
            guard answer["id"]?.number == Double(id) else {
                note(answer)
                continue
            }
            if let error = answer["error"]?.object {
                throw Failure(description: "\(method): \(error["message"]?.string ?? "")")
            }
            return answer["result"]?.object ?? Fields()
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe systemWrite(input, $0.baseAddress, $0.count)
            }
            guard count > 0 else { throw Failure(description: "the browser is gone") }
            rest = rest.dropFirst(count)
        }
    }

    /// The next message; they end with a zero byte.
    private func next() throws -> Fields {
        var portion = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = received.firstIndex(of: 0) {
                let message = Array(received[..<end])
                received.removeSubrange(...end)
                return try JSONParser.parse(message).object ?? Fields()
            }
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waiting, 1, Int32(Self.patienceSeconds * 1000)) > 0 else {
                throw Failure(description: "the browser does not answer")
            }
            let count = unsafe read(output, &portion, portion.count)
            guard count > 0 else { throw Failure(description: "the browser is gone") }
            received += portion.prefix(count)
        }
    }

    private func note(_ message: Fields) {
        guard let session = message["sessionId"]?.string,
            let parameters = message["params"]?.object
        else { return }
        switch message["method"]?.string {
        case "Runtime.exceptionThrown":
            let details = parameters["exceptionDetails"]?.object
            let text =
                details?["exception"]?.object?["description"]?.string
                ?? details?["text"]?.string
            complaints.append((session, text ?? "an exception"))
        case "Log.entryAdded":
            let entry = parameters["entry"]?.object
            guard entry?["level"]?.string == "error" else { return }
            complaints.append(
                (session, "\(entry?["text"]?.string ?? "") \(entry?["url"]?.string ?? "")"))
        default: break
        }
    }
}

/// `write` of the system, which a method of that name would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}
