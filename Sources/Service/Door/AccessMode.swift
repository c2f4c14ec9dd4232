import Synchronization

/// Whether the server asks for keys, for all of its shops alike: a shop that asked for none beside
/// one that does would tell them apart.
final class AccessMode: Sendable {
    private let mayBeOpen: Bool
    private let open = Atomic(false)

    /// - Parameters:
    ///   - isLocal: Whether only this machine can reach the server.
    ///   - requiresKeys: Whether keys are asked for even where none exists.
    init(isLocal: Bool, requiresKeys: Bool) { mayBeOpen = isLocal && !requiresKeys }

    var isOpen: Bool { open.load(ordering: .relaxed) }

    /// Open until the first key is made.
    func update(_ keys: some Sequence<KeyRing>) {
        open.store(mayBeOpen && keys.allSatisfy(\.isEmpty), ordering: .relaxed)
    }
}
