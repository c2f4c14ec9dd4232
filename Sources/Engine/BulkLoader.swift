package import Commerce
package import Ingest
package import Primitives
import Storage

/// Takes an import into a data directory that no server uses, and leaves a snapshot of the state,
/// so that the next start is quick.
package final class BulkLoader: ImportSink {
    private let directory: DataDirectory
    private let clock: WallClock
    private let loader: Loader
    private let projection: Projection
    private var parents: [String: String] = [:]
    /// By user.
    private var regions: [String: String] = [:]

    /// - Throws: `StorageError`.
    package init(path: String, clock: WallClock = .system) throws {
        directory = try DataDirectory(path: path)
        self.clock = clock
        loader = Loader(directory: directory, bounds: Behaviour.Bounds())
        let loaded = try loader.behaviour()
        projection = Projection(loaded.state, due: loaded.due)
        try directory.catalogue.forEachItem { parents[$0.id] = $0.parent }
        try directory.catalogue.forEachUser { regions[$0.id] = $0.region }
    }

    package func put(_ items: [Item]) throws {
        try directory.catalogue.put(items)
        for item in items { parents[item.id] = item.parent }
    }

    package func put(_ users: [User]) throws {
        try directory.catalogue.put(users)
        for user in users { regions[user.id] = user.region }
    }

    package func append(_ events: [Event]) throws -> AppendCounts {
        let now = clock.now()
        let logged = events.map { event in
            LoggedEvent(
                offset: 0, received: now, parent: event.item.flatMap { parents[$0] },
                origin: .imported, region: event.region ?? event.user.flatMap { regions[$0] },
                event: event)
        }
        var counts = AppendCounts(stored: 0)
        var applied: [LoggedEvent] = []
        for (index, outcome) in try directory.log.append(logged).enumerated() {
            switch outcome {
            case .stored(let offset):
                var stored = logged[index]
                stored.offset = offset
                applied.append(stored)
                counts.stored += 1
            case .duplicate: counts.duplicates += 1
            case .conflict: counts.conflicts.append(index)
            }
        }
        projection.apply(applied)
        return counts
    }

    /// Saves the state and lets the directory go.
    package func finish() throws {
        let (behaviour, due) = projection.finished()
        _ = try loader.linear(for: behaviour, due: due)
        _ = try directory.saveSnapshot(behaviour.binary, at: directory.vault.generation)
        try directory.close()
    }
}
