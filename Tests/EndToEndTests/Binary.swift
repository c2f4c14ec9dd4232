#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The `martlet` that was built with these tests.
enum Binary {
    static let path: String = {
        if let given = unsafe getenv("MARTLET_BINARY") { return unsafe String(cString: given) }
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(root)/.build/release/martlet"
    }()

    /// Runs a command to its end; its exit code and what it printed.
    static func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
        let words = ([path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        return try shell("\(words) 2>&1")
    }

    /// Runs a line of shell to its end.
    static func shell(_ line: String) throws -> (code: Int32, output: String) {
        guard let pipe = unsafe popen(line, "r") else { throw Failure.notStarted }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, pipe)
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        let status = unsafe pclose(pipe)
        return (status >> 8 & 0xFF, String(decoding: bytes, as: UTF8.self))
    }

    enum Failure: Error { case notStarted }
}
