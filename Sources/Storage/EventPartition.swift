import Commerce
import GRDB
import Primitives
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One month of the event log in one SQLite file.
final class EventPartition: Sendable {
    /// Such as `2026-11`.
    let month: String
    private let database: Database
    /// The last offset, as far as this process knows.
    private let highest = Atomic<Int64>(0)

    /// Rows of one read transaction at most: short reads let checkpoints through.
    private static let readRowsMax = 2000

    private static let migrations = [
        (
            "events",
            """
            CREATE TABLE event (
                offset INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                digest INTEGER NOT NULL,
                received INTEGER NOT NULL,
                parent TEXT,
                origin INTEGER NOT NULL,
                request TEXT,
                body BLOB NOT NULL) STRICT;
            CREATE INDEX event_request ON event(request) WHERE request IS NOT NULL;
            """
        )
    ]

    init(folder: String, month: String, access: StorageAccess, walBytesMax: Int) throws {
        self.month = month
        database = try Database(
            path: "\(folder)/\(month).sqlite", migrations: Self.migrations, access: access,
            walBytesMax: walBytesMax)
        let last = try database.read { db in
            try Int64.fetchOne(db, sql: "SELECT max(offset) FROM event")
        }
        guard (0..<Int64.max).contains(last ?? 0) else {
            throw StorageError(
                .damaged, file: database.path, "ends with an offset that no event has")
        }
        highest.store(last ?? 0, ordering: .releasing)
    }

    static func month(of time: Timestamp) -> String { String(time.description.prefix(7)) }

    /// The month that a file of the log holds, by its name.
    static func month(file: String) -> String? {
        let month = file.dropLast(7)
        guard file.hasSuffix(".sqlite"), Timestamp("\(month)-01") != nil else { return nil }
        return String(month)
    }

    var lastOffset: Int64 { highest.load(ordering: .acquiring) }

    // MARK: Append

    /// One durable transaction. Returns the outcomes and the last offset now in use.
    func append(
        _ events: [LoggedEvent], after last: Int64, previous: EventPartition?
    ) throws -> (outcomes: [Appended], last: Int64) {
        let bodies = events.map { $0.event.binary }
        let digests = bodies.map { Int64(bitPattern: stableHash($0)) }
        let known = try previous?.outcomes(of: events, digests: digests) ?? [:]
        let result = try database.write { db in
            let insertion = try EventInsertion(db)
            let lookup = try EventLookup(db)
            var end = last
            var outcomes: [Appended] = []
            outcomes.reserveCapacity(events.count)
            for index in events.indices {
                if let outcome = known[index] {
                    outcomes.append(outcome)
                } else if try insertion.insert(
                    events[index], body: bodies[index], digest: digests[index], offset: end + 1)
                {
                    end += 1
                    outcomes.append(.stored(offset: end))
                } else {
                    let id = events[index].event.id
                    guard let outcome = try lookup.outcome(of: id, digest: digests[index]) else {
                        // It was refused for an id that is not there.
                        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                    }
                    outcomes.append(outcome)
                }
            }
            return (outcomes, end)
        }
        highest.store(result.1, ordering: .releasing)
        return result
    }

    /// What becomes of events whose ids stand here, in the month before the one being written.
    ///
    /// On a connection that no reader uses: the writer must not wait for one.
    private func outcomes(
        of events: [LoggedEvent], digests: [Int64]
    ) throws -> [Int: Appended] {
        try database.readInWriting { db in
            let lookup = try EventLookup(db)
            var known: [Int: Appended] = [:]
            for index in events.indices {
                known[index] = try lookup.outcome(
                    of: events[index].event.id, digest: digests[index])
            }
            return known
        }
    }

    // MARK: Read

    func read(from offset: Int64, limit: Int) throws -> [LoggedEvent] {
        var events: [LoggedEvent] = []
        var next = offset
        while events.count < limit {
            let count = min(limit - events.count, Self.readRowsMax)
            let page = try fetch(
                "SELECT * FROM event WHERE offset >= ? ORDER BY offset LIMIT ?", [next, count])
            events += page
            guard page.count == count, let last = page.last?.offset, last >= next else { break }
            next = last + 1
        }
        return events
    }

    func events(of request: String, limit: Int) throws -> [LoggedEvent] {
        try fetch(
            "SELECT * FROM event WHERE request = ? ORDER BY offset LIMIT ?", [request, limit])
    }

    private func fetch(_ sql: String, _ arguments: StatementArguments) throws -> [LoggedEvent] {
        try database.read { db in
            let statement = try db.cachedStatement(sql: sql)
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            var events: [LoggedEvent] = []
            while let row = try rows.next() { events.append(try event(row)) }
            return events
        }
    }

    /// The columns in the order of the table.
    private func event(_ row: Row) throws -> LoggedEvent {
        let offset: Int64 = try row.decode(atIndex: 0)
        do {
            let body = try row.withUnsafeData(atIndex: 7) { data in data.map { [UInt8]($0) } } ?? []
            let origin: Int64 = try row.decode(atIndex: 5)
            return LoggedEvent(
                offset: offset, received: Timestamp(microseconds: try row.decode(atIndex: 3)),
                parent: try row.decode(atIndex: 4),
                origin: LoggedEvent.Origin(rawValue: UInt8(clamping: origin)) ?? .live,
                event: try Event(binary: body))
        } catch {
            throw StorageError(
                .damaged, file: database.path,
                "event \(offset) cannot be read; run `martlet verify`", cause: error)
        }
    }

    // MARK: Care

    func checkpoint() throws { try database.checkpoint() }

    var walBytes: Int { database.walBytes }

    func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(month).sqlite")
    }

    func close() throws { try database.close() }

    /// Checks the file, the order of the offsets, and every body against its digest.
    func problems(after last: inout Int64) throws -> [String] {
        var damaged: [String] = []
        var end = last
        let found = try database.problems {
            var page = try rows(from: 1)
            while let reached = page.last?.offset {
                let before = end
                for row in page {
                    if row.offset <= end {
                        damaged.append("\(database.path): offset \(row.offset) follows \(end)")
                    }
                    end = row.offset
                    if !row.isSound { damaged.append("\(database.path): event \(end) is damaged") }
                }
                // Of a file in disorder no page may ever be the last.
                guard reached > before, reached < .max else { return }
                page = try rows(from: reached + 1)
            }
        }
        last = end
        return found + damaged
    }

    /// What the check of a row needs.
    private struct StoredRow {
        var offset: Int64
        var id: String
        var digest: Int64
        var body: [UInt8]

        var isSound: Bool {
            Int64(bitPattern: stableHash(body)) == digest && (try? Event(binary: body))?.id == id
        }
    }

    private func rows(from offset: Int64) throws -> [StoredRow] {
        try database.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT offset, id, digest, body FROM event WHERE offset >= ?
                    ORDER BY offset LIMIT ?
                    """, arguments: [offset, Self.readRowsMax])
            var page: [StoredRow] = []
            while let row = try rows.next() {
                // What has another type than its column is no sound row either.
                page.append(
                    StoredRow(
                        offset: (try? row.decode(atIndex: 0)) ?? offset,
                        id: (try? row.decode(atIndex: 1)) ?? "",
                        digest: (try? row.decode(atIndex: 2)) ?? 0,
                        body: (try? row.decode(Data.self, atIndex: 3)).map([UInt8].init) ?? []))
            }
            return page
        }
    }
}
