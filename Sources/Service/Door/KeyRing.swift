import Primitives
import Storage
import Synchronization

/// The keys of one shop as they are now: read from memory, renewed from the file beside the
/// requests.
final class KeyRing: Sendable {
    private let store: SQLiteAccess?
    private let clock: WallClock
    private let state: Mutex<(book: AccessBook, version: Int)>

    /// - Parameters:
    ///   - store: Nil for a shop that has no keys and never will.
    ///   - clock: For the life of keys.
    /// - Throws: `StorageError`.
    init(_ store: SQLiteAccess?, clock: WallClock) throws {
        self.store = store
        self.clock = clock
        // First the version: keys that change in between are then read again.
        let version = try store?.version() ?? 0
        state = Mutex((try store?.book() ?? AccessBook(), version))
    }

    /// One without keys.
    init(clock: WallClock) {
        (store, self.clock) = (nil, clock)
        state = Mutex((AccessBook(), 0))
    }

    /// No key was ever made.
    var isEmpty: Bool { state.withLock { $0.book.isEmpty } }

    var hasUsableKey: Bool {
        let now = clock.now()
        return state.withLock { $0.book }.hasUsableKey(at: now)
    }

    func holds(_ id: String) -> Bool { state.withLock { $0.book }.holds(id) }

    func key(for token: some StringProtocol) -> AccessKey? {
        let book = state.withLock { $0.book }
        return book.key(for: token, at: clock.now())
    }

    /// Takes over what `martlet keys` changed. What cannot be read leaves the keys as they were.
    ///
    /// - Returns: Whether anything changed.
    /// - Throws: `StorageError`.
    func renew() throws -> Bool {
        guard let store else { return false }
        let version = try store.version()
        guard version != state.withLock({ $0.version }) else { return false }
        let book = try store.book()
        state.withLock { $0 = (book, version) }
        return true
    }

    /// Notes an act; a person whom it is about is not named.
    ///
    /// - Throws: `StorageError`.
    func note(_ act: AuditRecord.Act, of name: String, by actor: String, outcome: String) throws {
        guard let store else { return }
        let object =
            switch act {
            case .ruleStored, .ruleRemoved: name
            default: store.digest(of: name)
            }
        try store.append(
            AuditRecord(
                time: clock.now(), actor: actor, act: act, object: object, outcome: outcome))
    }

    func close() throws { try store?.close() }
}
