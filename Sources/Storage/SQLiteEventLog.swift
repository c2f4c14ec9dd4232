package import Commerce
import GRDB
import Primitives
import Sealing
import Synchronization

/// The event log on SQLite: one file per month of receipt, so that old months can be archived by
/// moving a file away.
///
/// Exactly once by event id: an id is looked up in the month of receipt and the month before it,
/// a window of at least 28 days. Offsets grow through all months.
package final class SQLiteEventLog: EventLog {
    private struct State {
        /// By month, oldest first.
        var partitions: [EventPartition]
        var lastOffset: Int64
    }

    /// Bytes of the write-ahead log past which an append empties it first.
    package static var walBytesMax: Int { Database.walBytesMax }

    private let folder: String
    package let vault: SQLiteVault
    private let walBytesMax: Int
    private let state: Mutex<State>

    /// Opens the log of a folder, which must exist.
    ///
    /// - Parameters:
    ///   - folder: Holds a file a month.
    ///   - vault: Holds the keys of those whose events these are.
    ///   - access: Whether it is written.
    ///   - walBytesMax: Bytes of a write-ahead log past which an append empties it first.
    /// - Throws: `StorageError`.
    package init(
        folder: String, vault: SQLiteVault, access: StorageAccess = .writing,
        walBytesMax: Int = walBytesMax
    ) throws {
        self.folder = folder
        self.vault = vault
        self.walBytesMax = walBytesMax
        var partitions: [EventPartition] = []
        for month in try FileSystem.names(in: folder).compactMap(EventPartition.month).sorted() {
            do {
                partitions.append(
                    try EventPartition(
                        folder: folder, month: month, vault: vault, access: access,
                        walBytesMax: walBytesMax))
            } catch let error as StorageError where error.code == .notFound && access == .reading {
                // The writer is just making it, or was cut off: there is nothing in it.
            }
        }
        let last = partitions.map(\.lastOffset).max() ?? 0
        state = Mutex(State(partitions: partitions, lastOffset: last))
        if access == .writing { try vault.reserve(through: highestSubject) }
    }

    /// The offset of the last event; where another process writes, of the last one at opening.
    package var lastOffset: Int64 { state.withLock { $0.lastOffset } }

    /// The keys are durable before the events that they seal: an event that is acknowledged can be
    /// read.
    package func append(_ events: [LoggedEvent]) throws -> [Appended] {
        guard let received = events.map(\.received).max() else { return [] }
        let keys = try vault.keys(of: events.map(\.event.subject))
        var ids = EventIDDigests(vault.names)
        let entries = zip(events, keys).map { logged, key in
            EventEntry(logged, id: ids.digest(of: logged.event.id), subject: key)
        }
        let (partition, previous, last) = try target(received)
        let (outcomes, end) = try partition.append(entries, after: last, previous: previous)
        state.withLock { $0.lastOffset = end }
        return outcomes
    }

    /// The partition that takes events now, the one before it, and the offset reached.
    ///
    /// A clock that jumps back keeps writing to the newest month: offsets never go back in time.
    private func target(
        _ received: Timestamp
    ) throws -> (EventPartition, EventPartition?, Int64) {
        let month = EventPartition.month(of: received)
        let (partitions, last) = state.withLock { ($0.partitions, $0.lastOffset) }
        if let newest = partitions.last, newest.month >= month {
            return (newest, partitions.dropLast().last, last)
        }
        let created = try EventPartition(
            folder: folder, month: month, vault: vault, access: .writing,
            walBytesMax: walBytesMax)
        state.withLock { $0.partitions.append(created) }
        return (created, partitions.last, last)
    }

    package func read(from offset: Int64, limit: Int) throws -> [LoggedEvent] {
        var events: [LoggedEvent] = []
        let partitions = state.withLock { $0.partitions }
        // The newest one may hold more than this process has seen, where another one writes.
        for partition in partitions
        where events.count < limit
            && (partition === partitions.last || partition.lastOffset >= offset)
        {
            events += try partition.read(from: offset, limit: limit - events.count)
        }
        return events
    }

    package func events(of request: String, limit: Int) throws -> [LoggedEvent] {
        var events: [LoggedEvent] = []
        for partition in state.withLock({ $0.partitions }) where events.count < limit {
            events += try partition.events(of: request, limit: limit - events.count)
        }
        return events
    }

    // MARK: Subjects

    /// What belongs to some subjects, from an offset on, in order; nothing once they are forgotten.
    ///
    /// Walks through the log: an index would cost every event a page, and forgetting, which replays
    /// the log, gains little by it.
    package func events(of subjects: [Subject], from offset: Int64) throws -> [LoggedEvent] {
        let numbers = Set(try vault.numbers(of: subjects))
        guard !numbers.isEmpty else { return [] }
        var events: [LoggedEvent] = []
        for partition in state.withLock({ $0.partitions }) where partition.lastOffset >= offset {
            events += try partition.events(of: numbers, from: offset)
        }
        return events
    }

    /// Events whose key was destroyed.
    package func forgottenCount() throws -> Int {
        var count = 0
        for partition in state.withLock({ $0.partitions }) {
            for (number, events) in try partition.counts() where try vault.key(of: number) == nil {
                count += events
            }
        }
        return count
    }

    private var highestSubject: Int64 {
        state.withLock { $0.partitions }.map(\.highestSubject).max() ?? 0
    }

    // MARK: Care

    /// Moves committed pages into the databases, beside the writers. Called every second or so.
    package func checkpoint() throws {
        for partition in state.withLock({ $0.partitions }) { try partition.checkpoint() }
    }

    /// What is wrong with the log; empty where nothing is.
    package func problems() throws -> [String] {
        var problems: [String] = []
        var last: Int64 = 0
        for partition in state.withLock({ $0.partitions }) {
            problems += try partition.problems(after: &last)
        }
        if try highestSubject > vault.highestNumber() {
            problems.append(
                "\(vault.path): lacks keys of events that are in \(folder); it is older than they "
                    + "are, so find a newer copy of it")
        }
        return problems
    }

    package func backup(to folder: String) throws {
        for partition in state.withLock({ $0.partitions }) {
            try partition.backup(to: folder)
        }
    }

    package func close() throws {
        for partition in state.withLock({ $0.partitions }) { try partition.close() }
    }

    /// Bytes of the write-ahead logs.
    package var walBytes: Int {
        state.withLock { $0.partitions }.map(\.walBytes).reduce(0, +)
    }
}
