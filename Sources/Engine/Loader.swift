import Commerce
import Primitives
import Storage

/// Brings the state of a data directory into memory.
struct Loader {
    private static let pageEvents = 10_000

    let directory: DataDirectory
    let bounds: Behaviour.Bounds

    func load() throws -> (state: EngineState, snapshotOffset: Int64) {
        let (behaviour, snapshotOffset) = try behaviour()
        var state = EngineState(behaviour: behaviour)
        var items: [Item] = []
        var users: [User] = []
        try directory.catalogue.forEachItem { items.append($0) }
        try directory.catalogue.forEachUser { users.append($0) }
        state.fill(items: items, users: users)
        return (state, snapshotOffset)
    }

    /// What follows from the log, and up to where a snapshot told it.
    func behaviour() throws -> (state: Behaviour, snapshotOffset: Int64) {
        var behaviour = savedBehaviour() ?? Behaviour(bounds: bounds)
        let snapshotOffset = behaviour.offset
        try replay(into: &behaviour)
        return (behaviour, snapshotOffset)
    }

    /// The snapshot, where there is one that this version wrote and this log goes on from.
    private func savedBehaviour() -> Behaviour? {
        guard FileSystem.exists(directory.snapshotPath),
            let bytes = try? FileSystem.read(directory.snapshotPath),
            let behaviour = try? Behaviour(binary: bytes, bounds: bounds),
            behaviour.offset <= directory.log.lastOffset
        else { return nil }
        return behaviour
    }

    private func replay(into behaviour: inout Behaviour) throws {
        while true {
            let page = try directory.log.read(
                from: behaviour.offset + 1, limit: Self.pageEvents)
            for logged in page { behaviour.apply(logged) }
            guard page.count == Self.pageEvents else { return }
        }
    }
}
