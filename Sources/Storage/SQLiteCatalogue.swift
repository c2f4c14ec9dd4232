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
                body BLOB NOT NULL);
            CREATE TABLE user (
                id TEXT PRIMARY KEY,
                body BLOB NOT NULL) WITHOUT ROWID;
            """
        )
    ]

    package init(path: String) throws {
        database = try Database(path: path, migrations: Self.migrations)
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

    package func forEachItem(_ body: (Item) throws -> Void) throws {
        try forEachRow("SELECT id, body FROM item ORDER BY number") { id, fields in
            try body(Item(fields: fields, id: id))
        }
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
        try forEachRow("SELECT id, body FROM user ORDER BY id") { id, fields in
            try body(User(fields: fields, id: id))
        }
    }

    private func forEachRow(_ sql: String, _ body: (String, Fields) throws -> Void) throws {
        try database.read { db in
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                let id: String = row[0]
                do {
                    try body(id, Stored.decode([UInt8](row[1] as Data)))
                } catch let error as BinaryError {
                    throw StorageError(
                        .damaged, file: database.path,
                        "\(id) cannot be read; run `martlet verify`", cause: error)
                }
            }
        }
    }

    // MARK: Care

    package func checkpoint() throws { try database.checkpoint() }

    package func problems() throws -> [String] {
        var problems = try database.problems()
        do {
            try forEachItem { _ in }
            try forEachUser { _ in }
        } catch {
            problems.append("\(error)")
        }
        return problems.map { "\(database.path): \($0)" }
    }

    package func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(DataDirectory.catalogueName)")
    }

    package func close() throws { try database.close() }
}
