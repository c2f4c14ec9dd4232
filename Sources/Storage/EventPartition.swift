import Commerce
import GRDB
import Primitives
import Synchronization

/// One month of the event log in one SQLite file.
final class EventPartition: Sendable {
    /// Such as `2026-11`.
    let month: String
    private let database: Database
    private let reader: EventReader
    /// The last offset, as far as this process knows.
    private let highest = Atomic<Int64>(0)
    /// The highest number that marks an event.
    private let newest = Atomic<Int64>(0)

    /// Rows of one read transaction at most: short reads let checkpoints through.
    private static let readRowsMax = 2000

    /// Digests of unrelated ids come in no order: a large transaction may touch most of their index.
    private static let cacheKilobytes = 32_768

    private static let migrations = [
        (
            "sealed events",
            """
            CREATE TABLE event (
                offset INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE,
                subject INTEGER NOT NULL,
                received INTEGER NOT NULL,
                parent TEXT,
                origin INTEGER NOT NULL,
                request TEXT,
                body BLOB NOT NULL) STRICT;
            CREATE INDEX event_request ON event(request) WHERE request IS NOT NULL;
            CREATE TABLE newest (subject INTEGER NOT NULL) STRICT;
            INSERT INTO newest VALUES (0);
            """
        )
    ]

    init(
        folder: String, month: String, vault: SQLiteVault, access: StorageAccess, walBytesMax: Int
    ) throws {
        self.month = month
        database = try Database(
            path: "\(folder)/\(month).sqlite", migrations: Self.migrations, retired: ["events"],
            access: access, walBytesMax: walBytesMax, cacheKilobytes: Self.cacheKilobytes)
        reader = EventReader(month: month, path: database.path, vault: vault)
        let last = try database.read { db in
            try Int64.fetchOne(db, sql: "SELECT max(offset) FROM event")
        }
        guard (0..<Int64.max).contains(last ?? 0) else {
            throw StorageError(
                .damaged, file: database.path, "ends with an offset that no event has")
        }
        highest.store(last ?? 0, ordering: .releasing)
        let subject = try database.read { db in
            try Int64.fetchOne(db, sql: "SELECT subject FROM newest")
        }
        newest.store(subject ?? 0, ordering: .releasing)
    }

    static func month(of time: Timestamp) -> String { String(time.description.prefix(7)) }

    /// The month that a file of the log holds, by its name.
    static func month(file: String) -> String? {
        let month = file.dropLast(7)
        guard file.hasSuffix(".sqlite"), Timestamp("\(month)-01") != nil else { return nil }
        return String(month)
    }

    var lastOffset: Int64 { highest.load(ordering: .acquiring) }
    var highestSubject: Int64 { newest.load(ordering: .acquiring) }

    // MARK: Append

    /// One durable transaction. Returns the outcomes and the last offset now in use.
    func append(
        _ entries: [EventEntry], after last: Int64, previous: EventPartition?
    ) throws -> (outcomes: [Appended], last: Int64) {
        let known = try previous?.outcomes(of: entries) ?? [:]
        let subject = entries.map(\.subject.number).max() ?? 0
        let result = try database.write { db in
            let insertion = try EventInsertion(db, month: month)
            let lookup = try EventLookup(db, reader)
            var end = last
            var outcomes: [Appended] = []
            outcomes.reserveCapacity(entries.count)
            for (index, entry) in entries.enumerated() {
                if let outcome = known[index] {
                    outcomes.append(outcome)
                } else if try insertion.insert(entry, offset: end + 1) {
                    end += 1
                    outcomes.append(.stored(offset: end))
                } else {
                    guard let outcome = try lookup.outcome(of: entry) else {
                        // It was refused for an id that is not there.
                        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                    }
                    outcomes.append(outcome)
                }
            }
            if subject > highestSubject {
                try db.execute(sql: "UPDATE newest SET subject = ?", arguments: [subject])
            }
            return (outcomes, end)
        }
        newest.store(max(subject, highestSubject), ordering: .releasing)
        highest.store(result.1, ordering: .releasing)
        return result
    }

    /// What becomes of events whose ids stand here, in the month before the one being written.
    ///
    /// On a connection that no reader uses: the writer must not wait for one.
    private func outcomes(of entries: [EventEntry]) throws -> [Int: Appended] {
        try database.readInWriting { db in
            let lookup = try EventLookup(db, reader)
            var known: [Int: Appended] = [:]
            for (index, entry) in entries.enumerated() {
                known[index] = try lookup.outcome(of: entry)
            }
            return known
        }
    }

    // MARK: Read

    func read(from offset: Int64, limit: Int) throws -> [LoggedEvent] {
        try pages("offset >= ?", [], from: offset, limit: limit)
    }

    func events(of request: String, limit: Int) throws -> [LoggedEvent] {
        try pages("request = ? AND offset >= ?", [request], from: 1, limit: limit)
    }

    /// Events that fulfil a condition, whose last parameter is the first offset. Those that were
    /// forgotten are passed over, and do not count.
    private func pages(
        _ condition: String, _ arguments: StatementArguments, from offset: Int64, limit: Int
    ) throws -> [LoggedEvent] {
        let sql = "SELECT * FROM event WHERE \(condition) ORDER BY offset LIMIT ?"
        var events: [LoggedEvent] = []
        var next = offset
        while events.count < limit {
            let rowsMax = min(limit - events.count, Self.readRowsMax)
            let (rows, last) = try database.read { db in
                let statement = try db.cachedStatement(sql: sql)
                let cursor = try Row.fetchCursor(
                    statement, arguments: arguments + [next, rowsMax])
                var count = 0
                var last: Int64?
                while let row = try cursor.next() {
                    count += 1
                    if let event = try reader.event(row) { events.append(event) }
                    last = try row.decode(atIndex: 0)
                }
                return (count, last)
            }
            guard rows == rowsMax, let last, last >= next else { break }
            next = last + 1
        }
        return events
    }

    // MARK: Subjects

    /// How many events each number marks.
    func counts() throws -> [Int64: Int] {
        try database.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT subject, count(*) FROM event GROUP BY subject")
            var counts: [Int64: Int] = [:]
            while let row = try rows.next() {
                counts[try row.decode(atIndex: 0)] = try row.decode(atIndex: 1)
            }
            return counts
        }
    }

    /// Events that some numbers mark, found by walking through the rows.
    func events(of subjects: Set<Int64>, from offset: Int64) throws -> [LoggedEvent] {
        var events: [LoggedEvent] = []
        var next = offset
        while true {
            let (found, last) = try offsets(of: subjects, from: next)
            for offset in found { events += try read(from: offset, limit: 1) }
            guard let last else { return events }
            next = last + 1
        }
    }

    /// Their offsets among the next rows, and the last of these rows unless it is the last of all.
    private func offsets(
        of subjects: Set<Int64>, from offset: Int64
    ) throws -> (found: [Int64], last: Int64?) {
        try database.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT offset, subject FROM event WHERE offset >= ? ORDER BY offset LIMIT ?")
            let rows = try Row.fetchCursor(statement, arguments: [offset, Self.readRowsMax])
            var found: [Int64] = []
            var count = 0
            var last: Int64 = 0
            while let row = try rows.next() {
                last = try row.decode(atIndex: 0)
                if subjects.contains(try row.decode(atIndex: 1)) { found.append(last) }
                count += 1
            }
            return (found, count == Self.readRowsMax && last >= offset ? last : nil)
        }
    }

    // MARK: Care

    func checkpoint() throws { try database.checkpoint() }

    var walBytes: Int { database.walBytes }

    func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(month).sqlite")
    }

    func close() throws { try database.close() }

    /// Checks the file, the order of the offsets, and every row against its seal.
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

    private func rows(from offset: Int64) throws -> [(offset: Int64, isSound: Bool)] {
        try database.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT * FROM event WHERE offset >= ? ORDER BY offset LIMIT ?",
                arguments: [offset, Self.readRowsMax])
            var page: [(offset: Int64, isSound: Bool)] = []
            while let row = try rows.next() {
                // What has another type than its column is no sound row either.
                page.append(((try? row.decode(atIndex: 0)) ?? offset, reader.isSound(row)))
            }
            return page
        }
    }
}
