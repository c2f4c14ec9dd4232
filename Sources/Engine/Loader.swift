import Commerce
import Primitives
import Storage

/// Brings the state of a data directory into memory.
struct Loader {
    private static let pageEvents = 10_000

    let directory: DataDirectory
    let bounds: Behaviour.Bounds

    func load() throws -> (state: EngineState, snapshotOffset: Int64) {
        // The log tells the one, the catalogue the other.
        let (stock, learnt) = try together({ [directory] in
            var items: [Item] = []
            var users: [User] = []
            try directory.catalogue.forEachItem { items.append($0) }
            try directory.catalogue.forEachUser { users.append($0) }
            return (items: items, users: users)
        }) {
            let (behaviour, snapshotOffset, due) = try behaviour()
            var state = EngineState(behaviour: behaviour)
            state.linear = try linear(for: behaviour, due: due)
            return (state: state, snapshotOffset: snapshotOffset)
        }
        var state = learnt.state
        state.fill(
            items: stock.items, users: stock.users,
            indexFiles: IndexFiles(folder: directory.indexFolder))
        try directory.catalogue.forEachRule { state.put($0) }
        return (state, learnt.snapshotOffset)
    }

    /// What follows from the log, up to where a snapshot told it, and the state at the last fit
    /// point where the replay came by it.
    func behaviour() throws -> (state: Behaviour, snapshotOffset: Int64, due: Behaviour?) {
        var behaviour = savedBehaviour() ?? Behaviour(bounds: bounds)
        let snapshotOffset = behaviour.offset
        let due = try replay(into: &behaviour, through: directory.log.lastOffset)
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
        if due == nil { _ = try replay(into: &past, through: behaviour.fitOffset) }
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

    /// The snapshot, where there is one that this version wrote with these bounds and this log goes
    /// on from.
    private func savedBehaviour() -> Behaviour? {
        guard let bytes = try? directory.snapshot(),
            let behaviour = try? Behaviour(binary: bytes, fitEvents: bounds.fitEvents),
            behaviour.bounds == bounds,
            behaviour.offset <= directory.log.lastOffset
        else { return nil }
        return behaviour
    }

    /// Applies the events up to an offset; gives the state at the last fit point on the way.
    ///
    /// - Parameters:
    ///   - behaviour: What follows from the events before.
    ///   - end: The last offset, which the state knows of in the end, whether or not it is there.
    ///   - page: Called before each page; what it throws ends the replay, and leaves no state.
    /// - Throws: `StorageError`, or what `page` threw.
    /// - Returns: The state at the last fit point on the way.
    func replay(
        into behaviour: inout Behaviour, through end: Int64, page: () throws -> Void = {}
    ) throws -> Behaviour? {
        guard behaviour.offset < end else { return nil }
        var next = behaviour.offset + 1
        let projection = Projection(behaviour)
        // Nobody else may hold the state while it changes, or every change would copy.
        behaviour = Behaviour(bounds: bounds)
        while next <= end {
            try page()
            let events = try directory.log.read(from: next, limit: Self.pageEvents)
            // Events that were forgotten are in no page.
            next = events.count < Self.pageEvents ? end + 1 : (events.last?.offset ?? end) + 1
            projection.apply(Array(events.prefix { $0.offset <= end }))
        }
        let (state, due) = projection.finished()
        behaviour = state
        behaviour.offset = end
        return due
    }
}

extension DataDirectory {
    /// The linear neighbours, which follow from the log as the snapshot does.
    var linearPath: String { "\(path)/linear.snapshot" }
}
