import Engine
import Service
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `martlet train` in a process of its own, beside the server of the same directory.
struct TrainingRun {
    private let process: ChildProcess
    /// Takes what it tells.
    private let report: String

    /// - Parameters:
    ///   - folder: The data directory.
    ///   - profile: What is trained.
    ///   - seed: One that no run before had: this run goes on with none.
    /// - Throws: `ServerProcessError` or `StorageError`.
    init(_ folder: String, _ profile: TrainingProfile, seed: UInt64) throws {
        report = FileSystem.temporaryFolder + "/" + randomID("martlet-bench-")
        let descriptor = unsafe open(report, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ServerProcessError("cannot write \(report)") }
        defer { close(descriptor) }
        process = try ChildProcess(
            [
                "train", "--data", folder, "--only", "model", "--profile", profile.rawValue,
                "--seed", "\(seed)",
            ], output: descriptor, complaints: descriptor)
    }

    /// Tokens a second since the pass began, as it told last; nil before its first ten seconds.
    var rate: Double? {
        let text = String(decoding: (try? FileSystem.read(report)) ?? [], as: UTF8.self)
        return text.split(separator: "\n").reversed().lazy.compactMap { line -> Double? in
            guard let end = line.firstRange(of: " tokens/s")?.lowerBound,
                let number = line[..<end].split(separator: " ").last
            else { return nil }
            return Double(String(number.filter { $0 != "," }))
        }.first
    }

    /// Kills it, which leaves the promoted model as it is.
    func end() {
        process.end(SIGKILL)
        FileSystem.remove(report)
    }
}
