package import Commerce
import GRDB
package import Primitives

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The answers that were served, by request id.
package final class SQLiteSlates: Sendable {
    private let database: Database

    private static let migrations = [
        (
            "slates",
            """
            CREATE TABLE slate (
                request TEXT PRIMARY KEY,
                time INTEGER NOT NULL,
                body BLOB NOT NULL) WITHOUT ROWID, STRICT;
            CREATE INDEX slate_time ON slate(time);
            """
        )
    ]

    package init(path: String, access: StorageAccess = .writing) throws {
        database = try Database(path: path, migrations: Self.migrations, access: access)
    }

    /// Stores answers in one durable transaction; of two with one request id the first stays.
    package func append(_ slates: [Slate]) throws {
        try database.write { db in
            let statement = try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO slate (request, time, body) VALUES (?, ?, ?)")
            for slate in slates {
                try statement.execute(arguments: [
                    slate.request, slate.time.microseconds, Data(Stored.encode(slate.fields)),
                ])
            }
        }
    }

    /// The slate of a request as named values; nil where none was stored.
    package func fields(of request: String) throws -> Fields? {
        try database.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT body FROM slate WHERE request = ?", arguments: [request])
            return try row.map { try fields($0, of: request) }
        }
    }

    private func fields(_ row: Row, of request: String) throws -> Fields {
        do {
            let body: Data = try row.decode(atIndex: 0)
            return try Stored.decode([UInt8](body))
        } catch {
            throw StorageError(
                .damaged, file: database.path,
                "the answer \(request) cannot be read; run `martlet verify`", cause: error)
        }
    }

    package func count() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM slate") } ?? 0
    }

    package func checkpoint() throws { try database.checkpoint() }

    package func problems() throws -> [String] {
        try database.problems {
            try database.read { db in
                let rows = try Row.fetchCursor(db, sql: "SELECT body, request FROM slate")
                while let row = try rows.next() {
                    _ = try fields(row, of: row.decode(atIndex: 1))
                }
            }
        }
    }

    package func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(DataDirectory.slatesName)")
    }

    package func close() throws { try database.close() }
}
