import Dispatch
import Synchronization

/// Does two things at once, and ends when both have ended.
///
/// - Parameters:
///   - beside: Done on a thread of its own.
///   - here: Done on the caller's.
/// - Throws: What either threw; of two errors, that of `beside`.
/// - Returns: What both made.
func together<Beside: Sendable, Here, Failure: Error>(
    _ beside: @escaping @Sendable () throws(Failure) -> Beside, _ here: () throws(Failure) -> Here
) throws(Failure) -> (Beside, Here) {
    let work = Work(beside)
    let made = Result(catching: here)
    let other = work.end()
    return (try other.get(), try made.get())
}

private final class Work<Value: Sendable, Failure: Error>: Sendable {
    private let thread = DispatchQueue(label: "martlet.together", qos: .userInitiated)
    private let result = Mutex<Result<Value, Failure>?>(nil)

    init(_ work: @escaping @Sendable () throws(Failure) -> Value) {
        thread.async {
            let made = Result(catching: work)
            self.result.withLock { $0 = made }
        }
    }

    /// Waits for it: the thread takes one thing after the other.
    func end() -> Result<Value, Failure> {
        thread.sync {}
        guard let made = result.withLock({ $0 }) else { preconditionFailure("work without an end") }
        return made
    }
}
