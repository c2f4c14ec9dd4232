import Dispatch
import Synchronization

/// Reads the learnt order of searches whenever that is another one, on a thread of its own.
///
/// What cannot be read is named once, and leaves the answers as they are.
final class OrderWatch: Sendable {
    private struct State {
        /// The one looked for last, whatever came of it.
        var named: ModelRegistry.NamedOrder?
        var isBusy = false
        var ready: LearntOrder??
        var error: (any Error)?
    }

    private let registry: ModelRegistry
    private let thread = DispatchQueue(label: "martlet.order", qos: .utility)
    private let state = Mutex(State())

    init(_ registry: ModelRegistry) { self.registry = registry }

    /// Reads which one answers, which is a few bytes, and begins to read it if it is new.
    ///
    /// - Throws: `StorageError`; and once, what kept one from being read.
    func poll() throws {
        let named = try registry.order()
        let (isNew, error) = state.withLock { state in
            defer { state.error = nil }
            guard !state.isBusy, state.named != named else { return (false, state.error) }
            (state.named, state.isBusy) = (named, true)
            return (true, state.error)
        }
        if isNew { thread.async { self.read(named) } }
        if let error { throw error }
    }

    private func read(_ named: ModelRegistry.NamedOrder?) {
        let result = Result {
            try named.map {
                try LearntOrder(version: $0.version, encoder: $0.encoder, registry)
            }
        }
        state.withLock { state in
            state.isBusy = false
            switch result {
            case .success(let order): state.ready = .some(order)
            case .failure(let error): state.error = error
            }
        }
    }

    var isReady: Bool { state.withLock { $0.ready != nil } }

    /// What was read since the last call.
    func take() -> LearntOrder?? { state.withLock { $0.ready.take() } }

    /// Returns when nothing is being read any more.
    func finish() { thread.sync {} }
}
