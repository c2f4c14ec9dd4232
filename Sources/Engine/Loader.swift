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
        try replay(into: &behaviour, through: directory.log.lastOffset)
        return (behaviour, snapshotOffset)
    }

    /// The snapshot, where there is one that this version wrote and this log goes on from.
    private func savedBehaviour() -> Behaviour? {
        guard let bytes = try? directory.snapshot(),
            let behaviour = try? Behaviour(binary: bytes, bounds: bounds),
            behaviour.offset <= directory.log.lastOffset
        else { return nil }
        return behaviour
    }

    /// Applies the events up to an offset.
    ///
    /// - Parameters:
    ///   - behaviour: What follows from the events before.
    ///   - end: The last offset, which the state knows of in the end, whether or not it is there.
    ///   - page: Called before each page; what it throws ends the replay, and leaves no state.
    /// - Throws: `StorageError`, or what `page` threw.
    func replay(
        into behaviour: inout Behaviour, through end: Int64, page: () throws -> Void = {}
    ) throws {
        guard behaviour.offset < end else { return }
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
        behaviour = projection.finished()
        behaviour.offset = end
    }
}
