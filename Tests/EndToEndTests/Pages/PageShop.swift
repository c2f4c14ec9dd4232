import Dispatch
import Foundation
import Service
import Testing

/// A server with something to see, and a browser to see it with.
enum PageShop {
    static let noBrowser: Comment =
        "no Chromium was found on the PATH or in $MARTLET_CHROMIUM; apt-get install chromium"

    /// The folder that pictures are asked for in; nil where none are.
    static let pictures = ProcessInfo.processInfo.environment["MARTLET_SCREENSHOTS"]

    /// The demo shop, with shoppers.
    static func demo(_ body: @escaping @Sendable (Browser, Int) throws -> Void) async throws {
        try await serve(["demo", "--items", "300", "--pace", "10"], body)
    }

    /// A `martlet` command that serves, at a free port.
    static func serve(
        _ arguments: [String], _ body: @escaping @Sendable (Browser, Int) throws -> Void
    ) async throws {
        try await onThread {
            let server = try ServerProcess(
                executable: Binary.path, arguments + ["--port", "0"])
            defer { server.stop() }
            try body(try Browser(), server.port)
        }
    }

    /// Runs what waits on a thread of its own, off the few that all tests share, as part of the test.
    static func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withTaskExecutorPreference(OwnThread()) { try await run(body) }
    }

    @concurrent
    private static func run(_ body: @Sendable () throws -> Void) async throws { try body() }
}

/// Runs jobs on a queue that nothing else waits for.
private final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "martlet.tests.browser")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
