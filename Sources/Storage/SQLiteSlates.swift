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
                body BLOB NOT NULL) WITHOUT ROWID;
            CREATE INDEX slate_time ON slate(time);
            """
        )
    ]

    package init(path: String) throws {
        database = try Database(path: path, migrations: Self.migrations)
    }

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
        let body = try database.read {
            try Data.fetchOne(
                $0, sql: "SELECT body FROM slate WHERE request = ?", arguments: [request])
        }
        return try body.map { try Stored.decode([UInt8]($0)) }
    }

    package func count() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM slate") } ?? 0
    }

    package func checkpoint() throws { try database.checkpoint() }

    package func problems() throws -> [String] {
        try database.problems().map { "\(database.path): \($0)" }
    }

    package func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(DataDirectory.slatesName)")
    }

    package func close() throws { try database.close() }
}
