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
    private var behaviour: Behaviour
    /// The state at the last fit point.
    private var due: Behaviour?
    private var parents: [String: String] = [:]

    /// - Throws: `StorageError`.
    package init(path: String, clock: WallClock = .system) throws {
        directory = try DataDirectory(path: path)
        self.clock = clock
        loader = Loader(directory: directory, bounds: Behaviour.Bounds())
        let loaded = try loader.behaviour()
        behaviour = loaded.state
        due = loaded.due
        try directory.catalogue.forEachItem { parents[$0.id] = $0.parent }
    }

    package func put(_ items: [Item]) throws {
        try directory.catalogue.put(items)
        for item in items { parents[item.id] = item.parent }
    }

    package func put(_ users: [User]) throws {
        try directory.catalogue.put(users)
    }

    package func append(_ events: [Event]) throws -> AppendCounts {
        let now = clock.now()
        let logged = events.map { event in
            LoggedEvent(
                offset: 0, received: now, parent: event.item.flatMap { parents[$0] },
                origin: .imported, event: event)
        }
        var counts = AppendCounts(stored: 0)
        for (index, outcome) in try directory.log.append(logged).enumerated() {
            switch outcome {
            case .stored(let offset):
                var stored = logged[index]
                stored.offset = offset
                behaviour.apply(stored)
                if behaviour.fitOffset == offset { due = behaviour }
                counts.stored += 1
            case .duplicate: counts.duplicates += 1
            case .conflict: counts.conflicts.append(index)
            }
        }
        return counts
    }

    /// Saves the state and lets the directory go.
    package func finish() throws {
        _ = try loader.linear(for: behaviour, due: due)
        try FileSystem.replace(directory.snapshotPath, with: behaviour.binary)
        try directory.close()
    }
}
