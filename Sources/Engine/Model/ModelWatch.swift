import Dispatch
import Synchronization

/// Reads the promoted model whenever that is another one, on a thread of its own.
///
/// What cannot be read is named once, and leaves the answers as they are.
final class ModelWatch: Sendable {
    /// What answers are to use from now on; nil where no model is promoted any more.
    typealias Change = PromotedModel?

    private struct State {
        /// The version looked for last, whatever came of it.
        var version: String?
        var isBusy = false
        var ready: Change?
        var error: (any Error)?
    }

    private let registry: ModelRegistry
    private let statesBytesMax: Int
    private let thread = DispatchQueue(label: "martlet.model", qos: .utility)
    private let state = Mutex(State())

    init(_ registry: ModelRegistry, statesBytesMax: Int) {
        self.registry = registry
        self.statesBytesMax = statesBytesMax
    }

    /// Reads the list of promoted models, which is a few bytes, and begins to read the last one if
    /// it is new.
    ///
    /// - Parameter catalogue: Describes the items that a model has not met.
    /// - Throws: `StorageError`; and once, what kept a model from being read.
    func poll(_ catalogue: CatalogueView) throws {
        let version = try registry.current()
        let (isNew, error) = state.withLock { state in
            defer { state.error = nil }
            guard !state.isBusy, state.version != version else { return (false, state.error) }
            state.version = version
            state.isBusy = true
            return (true, state.error)
        }
        if isNew { thread.async { self.read(version, catalogue) } }
        if let error { throw error }
    }

    private func read(_ version: String?, _ catalogue: CatalogueView) {
        let result = Result {
            try version.map {
                let (model, ids) = try LiveModel.read(
                    $0, from: registry, statesBytesMax: statesBytesMax)
                return PromotedModel(model, ids: ids, catalogue)
            }
        }
        state.withLock { state in
            state.isBusy = false
            switch result {
            case .success(let change): state.ready = .some(change)
            case .failure(let error): state.error = error
            }
        }
    }

    var isReady: Bool { state.withLock { $0.ready != nil } }

    /// What was read since the last call.
    func take() -> Change? {
        state.withLock { state in
            defer { state.ready = nil }
            return state.ready
        }
    }

    /// Returns when nothing is being read any more.
    func finish() { thread.sync {} }
}
