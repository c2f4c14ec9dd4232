import Commerce
import Primitives
import Storage

/// Brings the state of a data directory into memory.
struct Loader {
    private static let pageEvents = 10_000

    let directory: DataDirectory
    let bounds: Behaviour.Bounds

    func load() throws -> (state: EngineState, snapshotOffset: Int64) {
        let (behaviour, snapshotOffset, due) = try behaviour()
        var state = EngineState(behaviour: behaviour)
        state.linear = try linear(for: behaviour, due: due)
        var items: [Item] = []
        var users: [User] = []
        try directory.catalogue.forEachItem { items.append($0) }
        try directory.catalogue.forEachUser { users.append($0) }
        state.fill(items: items, users: users)
        return (state, snapshotOffset)
    }

    /// What follows from the log, up to where a snapshot told it, and the state at the last fit
    /// point where the replay came by it.
    func behaviour() throws -> (state: Behaviour, snapshotOffset: Int64, due: Behaviour?) {
        var behaviour = savedBehaviour() ?? Behaviour(bounds: bounds)
        let snapshotOffset = behaviour.offset
        let due = try replay(into: &behaviour, upTo: .max)
        return (behaviour, snapshotOffset, due)
    }

    /// The linear neighbours of a state: from their file, or fitted now, to the state at the fit
    /// point or to the log up to there.
    func linear(for behaviour: Behaviour, due: Behaviour?) throws -> LinearNeighbours? {
        guard behaviour.fitOffset > 0 else { return nil }
        if let stored = savedLinear(behaviour.items), stored.offset == behaviour.fitOffset {
            return stored
        }
        var past = due ?? Behaviour(bounds: bounds)
        if due == nil { _ = try replay(into: &past, upTo: behaviour.fitOffset) }
        let bytes = try LinearNeighbours(fitting: past).binary(past.items)
        try FileSystem.replace(directory.linearPath, with: bytes)
        // A replay may number the items otherwise than the snapshot does.
        return try LinearNeighbours(binary: bytes, behaviour.items)
    }

    private func savedLinear(_ items: ItemNumbers) -> LinearNeighbours? {
        guard FileSystem.exists(directory.linearPath),
            let bytes = try? FileSystem.read(directory.linearPath)
        else { return nil }
        return try? LinearNeighbours(binary: bytes, items)
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

    /// Applies the log from where the state ends; gives the state at the last fit point on the way.
    private func replay(into behaviour: inout Behaviour, upTo last: Int64) throws -> Behaviour? {
        var due: Behaviour?
        while true {
            let page = try directory.log.read(
                from: behaviour.offset + 1, limit: Self.pageEvents)
            for logged in page where logged.offset <= last {
                behaviour.apply(logged)
                if behaviour.fitOffset == logged.offset { due = behaviour }
            }
            guard page.count == Self.pageEvents, behaviour.offset < last else { return due }
        }
    }
}

extension DataDirectory {
    /// The linear neighbours, which follow from the log as the snapshot does.
    var linearPath: String { "\(path)/linear.snapshot" }
}
