import HTTPTypes
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lets in as many questions at once as the machine has use for. Those of all shops stand in one line,
/// for they share the processors.
final class Admission: Sendable {
    /// Questions for each processor: one works while the next is being read or written.
    private static let perProcessor = 2
    private static let waitingMax = 1024

    /// Gets whether it never had to wait.
    private typealias Waiter = CheckedContinuation<Bool, any Error>
    private let line: Mutex<AdmissionLine<Waiter>>

    init() {
        let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        line = Mutex(
            AdmissionLine(
                workingMax: Self.perProcessor * processors, waitingMax: Self.waitingMax, at: .now))
    }

    /// Returns when a question may be answered, and `leave` is to be called after.
    ///
    /// - Throws: `APIError` `overloaded` where it would have to wait too long.
    func enter() async throws {
        let isFirst = try await withCheckedThrowingContinuation { (waiter: Waiter) in
            switch line.withLock({ $0.arrive(waiter, at: .now) }) {
            case .works: waiter.resume(returning: true)
            case .waits: break
            case .refused: waiter.resume(throwing: Self.refusal)
            }
        }
        // Who came meanwhile and is still in the runtime's queue gets in line first, or else the wait
        // would be there, where nobody measures it.
        if isFirst { await Task.yield() }
    }

    func leave() {
        let departure = line.withLock { $0.leave(at: .now) }
        for waiter in departure.refused { waiter.resume(throwing: Self.refusal) }
        departure.next?.resume(returning: false)
    }

    /// Questions that wait.
    var waiting: Int { line.withLock { $0.waiting } }

    private static let refusal = APIError(
        .serviceUnavailable, "overloaded",
        "more is asked than can be answered in time; Retry-After says when to send it again")
}
