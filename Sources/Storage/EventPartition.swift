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
    /// Nothing above this offset is here once a newer month exists; 0 while it is being written.
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
                body BLOB NOT NULL);
            CREATE INDEX event_request ON event(request) WHERE request IS NOT NULL;
            """
        )
    ]

    init(folder: String, month: String) throws {
        self.month = month
        database = try Database(
            path: "\(folder)/\(month).sqlite", migrations: Self.migrations)
        highest.store(try lastOffset(), ordering: .releasing)
    }

    static func month(of time: Timestamp) -> String { String(time.description.prefix(7)) }

    /// The month that a file of the log holds, by its name.
    static func month(file: String) -> String? {
        guard file.hasSuffix(".sqlite"), file.utf8.count == 14 else { return nil }
        return String(file.dropLast(7))
    }

    func lastOffset() throws -> Int64 {
        try database.read { try Int64.fetchOne($0, sql: "SELECT max(offset) FROM event") } ?? 0
    }

    func mayHold(from offset: Int64) -> Bool { highest.load(ordering: .acquiring) >= offset }

    // MARK: Append

    /// One durable transaction. Returns the outcomes and the last offset now in use.
    func append(
        _ events: [LoggedEvent], after last: Int64, previous: EventPartition?
    ) throws -> (outcomes: [Appended], last: Int64) {
        if database.walBytes > Database.walBytesMax { try database.truncateLog() }
        let bodies = events.map { $0.event.binary }
        let digests = bodies.map { Int64(bitPattern: stableHash($0)) }
        var known: [Int: Appended] = [:]
        if let previous { known = try previous.outcomes(of: events, digests: digests) }
        let result = try database.write { db in
            var end = last
            var outcomes: [Appended] = []
            outcomes.reserveCapacity(events.count)
            for index in events.indices {
                let outcome = try known[index]
                    ?? Self.insert(events[index], bodies[index], digests[index], end + 1, db)
                if case .stored(let offset) = outcome { end = offset }
                outcomes.append(outcome)
            }
            return (outcomes, end)
        }
        highest.store(result.1, ordering: .releasing)
        return result
    }

    private static func insert(
        _ logged: LoggedEvent, _ body: [UInt8], _ digest: Int64, _ offset: Int64,
        _ db: GRDB.Database
    ) throws -> Appended {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO event (offset, id, digest, received, parent, origin, request, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """)
        try statement.execute(arguments: [
            offset, logged.event.id, digest, logged.received.microseconds, logged.parent,
            Int64(logged.origin.rawValue), logged.event.request, Data(body),
        ])
        if db.changesCount == 1 { return .stored(offset: offset) }
        return try outcome(of: logged.event.id, digest, db) ?? .conflict(offset: 0)
    }

    /// What becomes of events whose ids stand here, in the month before the one being written.
    private func outcomes(
        of events: [LoggedEvent], digests: [Int64]
    ) throws -> [Int: Appended] {
        try database.read { db in
            var known: [Int: Appended] = [:]
            for index in events.indices {
                known[index] = try Self.outcome(of: events[index].event.id, digests[index], db)
            }
            return known
        }
    }

    private static func outcome(
        of id: String, _ digest: Int64, _ db: GRDB.Database
    ) throws -> Appended? {
        let statement = try db.cachedStatement(
            sql: "SELECT offset, digest FROM event WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else { return nil }
        let offset: Int64 = row[0]
        return row[1] == digest ? .duplicate(offset: offset) : .conflict(offset: offset)
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
            guard page.count == count, let last = page.last else { break }
            next = last.offset + 1
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
        let offset: Int64 = row[0]
        let body = try row.withUnsafeData(atIndex: 7) { data in data.map { [UInt8]($0) } } ?? []
        do {
            return LoggedEvent(
                offset: offset, received: Timestamp(microseconds: row[3]), parent: row[4],
                origin: LoggedEvent.Origin(rawValue: UInt8(clamping: row[5] as Int64)) ?? .live,
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
        var problems = try database.problems().map { "\(database.path): \($0)" }
        var next: Int64 = 0
        while true {
            let page = try database.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT offset, digest, body, id FROM event WHERE offset >= ?
                        ORDER BY offset LIMIT 2000
                        """, arguments: [next])
            }
            for row in page {
                let offset: Int64 = row[0]
                if offset <= last {
                    problems.append("\(database.path): offset \(offset) follows \(last)")
                }
                last = offset
                let bytes = [UInt8](row[2] as Data)
                let event = try? Event(binary: bytes)
                if Int64(bitPattern: stableHash(bytes)) != row[1] || event?.id != row[3] {
                    problems.append("\(database.path): event \(offset) is damaged")
                }
            }
            guard page.count == 2000, let end = page.last else { return problems }
            next = (end[0] as Int64) + 1
        }
    }
}
