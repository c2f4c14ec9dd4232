import Dispatch
import Primitives
import Storage
import Synchronization
import TextEncoder

/// Encodes the catalogue beside the writer, on a thread of its own: everything when the encoder is
/// another one, else what changed.
///
/// What cannot be read or written is named once, and leaves the answers as they are.
final class MeaningWatch: Sendable {
    /// What answers are to use from now on; nil where there is no encoder any more.
    typealias Change = ItemMeanings?

    /// How far the catalogue is encoded.
    struct Progress: Sendable {
        var items = 0
        var encoded = 0
    }

    private struct State {
        /// The shop's own encoder that was looked for last, whatever came of it.
        var version: String?
        /// The catalogue's changes that are encoded, or on the way.
        var changes = -1
        var isBusy = false
        var isClosing = false
        var encoding: Lent<CatalogueEncoding>?
        var ready: Change?
        var progress: Progress?
        var error: (any Error)?
    }

    /// Items that are taken into the tables together, at least.
    private static let stretch = 1024

    private let registry: ModelRegistry
    /// The encoder that the shop brings.
    private let given: SearchEncoder?
    private let path: String
    private let thread = DispatchQueue(label: "martlet.meaning", qos: .utility)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - registry: Has the shop's own encoder, if any.
    ///   - given: Stands before it.
    ///   - path: Of the file of vectors.
    init(_ registry: ModelRegistry, given: SearchEncoder?, path: String) {
        self.registry = registry
        self.given = given
        self.path = path
    }

    /// Begins to encode what is not encoded yet.
    ///
    /// - Parameter catalogue: As it is now.
    /// - Throws: `StorageError`; and once, what went wrong since.
    func poll(_ catalogue: CatalogueView) throws {
        let version = try given?.version ?? registry.encoder()
        let (isDue, error) = state.withLock { state in
            defer { state.error = nil }
            let isNew = state.version != version
            guard !state.isBusy, !state.isClosing,
                isNew || (version != nil && state.changes != catalogue.changes)
            else { return (false, state.error) }
            if isNew { (state.encoding, state.progress) = (nil, nil) }
            (state.version, state.changes) = (version, catalogue.changes)
            state.isBusy = true
            return (true, state.error)
        }
        if isDue {
            let records = catalogue.records
            thread.async { self.encode(records, by: version) }
        }
        if let error { throw error }
    }

    private func encode(_ records: PersistentVector<ItemRecord?>, by version: String?) {
        do {
            if let encoding = try encoding(by: version) {
                try encode(records, encoding)
                state.withLock { $0.encoding = Lent(encoding) }
            } else {
                state.withLock { $0.ready = .some(nil) }
            }
        } catch {
            state.withLock { $0.error = error }
        }
        state.withLock { $0.isBusy = false }
    }

    /// That of the encoder in use, or one begun for another.
    private func encoding(by version: String?) throws -> CatalogueEncoding? {
        guard let version else { return nil }
        if let encoding = state.withLock({ $0.encoding.take() }) { return encoding.thing }
        let encoder =
            try given
            ?? SearchEncoder(version: version, checkpoint: registry.encoderPath(of: version))
        return try CatalogueEncoding(encoder, path: path)
    }

    private func encode(
        _ records: PersistentVector<ItemRecord?>, _ encoding: CatalogueEncoding
    ) throws {
        let changed = encoding.changes(in: records)
        let items = records.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
        for start in stride(from: 0, to: changed.count, by: Self.stretch) {
            let end = min(start + Self.stretch, changed.count)
            state.withLock {
                $0.progress = Progress(items: items, encoded: max(0, items - changed.count + start))
            }
            try encoding.update(changed[start..<end], in: records) {
                !state.withLock { $0.isClosing }
            }
            guard !state.withLock({ $0.isClosing }) else { return }
            state.withLock { $0.ready = .some(encoding.meanings) }
        }
        state.withLock { state in
            state.progress = Progress(items: items, encoded: items)
            if changed.isEmpty { state.ready = .some(encoding.meanings) }
        }
    }

    var isReady: Bool { state.withLock { $0.ready != nil } }

    /// Nil where nothing is encoded.
    var progress: Progress? { state.withLock { $0.progress } }

    /// What was encoded since the last call.
    func take() -> Change? { state.withLock { $0.ready.take() } }

    /// Returns when nothing is being encoded any more.
    func finish() { thread.sync {} }

    /// Breaks off what is being encoded.
    func close() {
        state.withLock { $0.isClosing = true }
        finish()
    }
}

extension DataDirectory {
    /// The vectors of what items say, which only save time.
    var meaningsPath: String { "\(path)/meaning.vectors" }
}
