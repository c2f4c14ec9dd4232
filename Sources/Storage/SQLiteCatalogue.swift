package import Commerce
import GRDB
import Primitives

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Items and declared users on SQLite.
package final class SQLiteCatalogue: Catalogue {
    private let database: Database

    private static let migrations = [
        (
            "catalogue",
            """
            CREATE TABLE item (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                body BLOB NOT NULL) STRICT;
            CREATE TABLE user (
                id TEXT PRIMARY KEY,
                body BLOB NOT NULL) WITHOUT ROWID, STRICT;
            """
        )
    ]

    package init(path: String, access: StorageAccess = .writing) throws {
        database = try Database(path: path, migrations: Self.migrations, access: access)
    }

    package func put(_ items: [Item]) throws {
        try database.write { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO item (id, body) VALUES (?, ?)
                    ON CONFLICT (id) DO UPDATE SET body = excluded.body
                    """)
            for item in items {
                try statement.execute(arguments: [item.id, Data(Stored.encode(item.fields))])
            }
        }
    }

    package func remove(items ids: [String]) throws {
        try database.write { db in
            let statement = try db.cachedStatement(sql: "DELETE FROM item WHERE id = ?")
            for id in ids { try statement.execute(arguments: [id]) }
        }
    }

    /// One read transaction: while `body` takes its time, the write-ahead log cannot be emptied.
    package func forEachItem(_ body: (Item) throws -> Void) throws {
        try forEachRow(
            "SELECT id, body FROM item ORDER BY number", { try Item(fields: $0, id: $1) }, body)
    }

    package func put(_ users: [User]) throws {
        try database.write { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO user (id, body) VALUES (?, ?)
                    ON CONFLICT (id) DO UPDATE SET body = excluded.body
                    """)
            for user in users {
                try statement.execute(arguments: [user.id, Data(Stored.encode(user.fields))])
            }
        }
    }

    package func forEachUser(_ body: (User) throws -> Void) throws {
        try forEachRow(
            "SELECT id, body FROM user ORDER BY id", { try User(fields: $0, id: $1) }, body)
    }

    private func forEachRow<Value>(
        _ sql: String, _ make: (Fields, String) throws -> Value, _ body: (Value) throws -> Void
    ) throws {
        try database.read { db in
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                let value: Value
                do {
                    let bytes: Data = try row.decode(atIndex: 1)
                    value = try make(Stored.decode([UInt8](bytes)), row.decode(atIndex: 0))
                } catch {
                    let id = (try? row.decode(String.self, atIndex: 0)) ?? "a row without an id"
                    throw StorageError(
                        .damaged, file: database.path,
                        "\(id) cannot be read; run `martlet verify`", cause: error)
                }
                try body(value)
            }
        }
    }

    // MARK: Care

    package func checkpoint() throws { try database.checkpoint() }

    package func problems() throws -> [String] {
        try database.problems {
            try forEachItem { _ in }
            try forEachUser { _ in }
        }
    }

    package func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(DataDirectory.catalogueName)")
    }

    package func close() throws { try database.close() }
}
