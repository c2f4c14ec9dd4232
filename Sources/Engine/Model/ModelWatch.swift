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
        /// Read, but without vectors of new items.
        var found: ((model: LiveModel, ids: [String])?)?
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
    /// - Throws: `StorageError`; and once, what kept a model from being read.
    func poll() throws {
        let version = try registry.current()
        let (isNew, error) = state.withLock { state in
            defer { state.error = nil }
            guard !state.isBusy, state.version != version else { return (false, state.error) }
            state.version = version
            state.isBusy = true
            return (true, state.error)
        }
        if isNew { thread.async { self.read(version) } }
        if let error { throw error }
    }

    private func read(_ version: String?) {
        let result = Result {
            try version.map {
                try LiveModel.read($0, from: registry, statesBytesMax: statesBytesMax)
            }
        }
        state.withLock { state in
            state.isBusy = false
            switch result {
            case .success(let change): state.found = .some(change)
            case .failure(let error): state.error = error
            }
        }
    }

    /// Makes the vectors of the items that a model which was read has not met, beside the writer:
    /// `take` then gives it.
    func describe(by catalogue: CatalogueView) {
        let found = state.withLock { state in
            defer { state.found = nil }
            return state.found
        }
        guard let found else { return }
        let change = found.map { PromotedModel($0.model, ids: $0.ids, catalogue) }
        state.withLock { $0.ready = .some(change) }
    }

    var isReady: Bool { state.withLock { $0.ready != nil } }

    /// What was read and described since the last call.
    func take() -> Change? {
        state.withLock { state in
            defer { state.ready = nil }
            return state.ready
        }
    }

    /// Returns when nothing is being read any more.
    func finish() { thread.sync {} }
}
