import Dispatch
import Storage
import Synchronization

/// Fits the linear neighbours on a thread of its own, beside writer, queries and maintenance.
///
/// One fit at a time. Of the states that become due meanwhile only the latest is kept.
final class Fitter: Sendable {
    private struct State {
        /// Counts how often what was fitted became worthless.
        var generation = 0
        var due: Behaviour?
        var isBusy = false
        var ready: LinearNeighbours?
        var error: (any Error)?
    }

    private let path: String
    private let thread = DispatchQueue(label: "martlet.fitting", qos: .background)
    private let state = Mutex(State())

    /// - Parameter path: The file that keeps the model for the next start.
    init(path: String) { self.path = path }

    /// Takes a state to fit to; a copy costs nothing.
    func learn(_ behaviour: Behaviour) {
        let starts = state.withLock { state in
            state.due = behaviour
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if starts { thread.async { self.work() } }
    }

    /// Drops what was fitted and what is being fitted: someone is in it who was forgotten.
    func invalidate() {
        state.withLock { state in
            state.generation += 1
            state.due = nil
            state.ready = nil
        }
        FileSystem.remove(path)
    }

    private func work() {
        while let (behaviour, generation) = next() {
            let result = Result {
                let model = try LinearNeighbours(fitting: behaviour)
                try FileSystem.replace(path, with: model.binary(behaviour.items))
                return model
            }
            let isCurrent = state.withLock { state in
                guard state.generation == generation else { return false }
                switch result {
                case .success(let model): state.ready = model
                case .failure(let error): state.error = error
                }
                return true
            }
            if !isCurrent { FileSystem.remove(path) }
        }
    }

    private func next() -> (Behaviour, generation: Int)? {
        state.withLock { state in
            defer { state.due = nil }
            state.isBusy = state.due != nil
            return state.due.map { ($0, state.generation) }
        }
    }

    var isBusy: Bool { state.withLock { $0.isBusy } }
    var isReady: Bool { state.withLock { $0.ready != nil } }

    /// The model that was fitted since the last call.
    func take() -> LinearNeighbours? {
        state.withLock { state in
            defer { state.ready = nil }
            return state.ready
        }
    }

    /// - Throws: What kept a fit or its file from being made, once.
    func check() throws {
        let error = state.withLock { state in
            defer { state.error = nil }
            return state.error
        }
        if let error { throw error }
    }

    /// Returns when nothing is due any more.
    func finish() { thread.sync {} }
}
