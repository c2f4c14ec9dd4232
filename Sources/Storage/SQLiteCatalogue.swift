package import Commerce
import GRDB
import Primitives
import Sealing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Items and declared users on SQLite. Users are sealed with their keys.
package final class SQLiteCatalogue: Catalogue {
    let database: Database
    private let vault: SQLiteVault

    private static let migrations = [
        (
            "sealed catalogue",
            """
            CREATE TABLE item (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                body BLOB NOT NULL) STRICT;
            CREATE TABLE user (
                name BLOB PRIMARY KEY,
                subject INTEGER NOT NULL,
                body BLOB NOT NULL) WITHOUT ROWID, STRICT;
            CREATE TABLE vault (identity BLOB NOT NULL) STRICT;
            """
        ), rules,
    ]

    /// - Throws: `StorageError`, `wrong_vault` where another vault holds the keys of these users.
    package init(path: String, vault: SQLiteVault, access: StorageAccess = .writing) throws {
        self.vault = vault
        database = try Self.open(path, access)
        let identity = try database.read { try Data.fetchOne($0, sql: "SELECT * FROM vault") }
        if let identity {
            guard [UInt8](identity) == vault.identity else {
                throw StorageError(
                    .wrongVault, file: vault.path, "holds the keys of another shop than \(path)")
            }
        } else if access == .writing {
            try database.write { db in
                try db.execute(
                    sql: "INSERT INTO vault VALUES (?)", arguments: [Data(vault.identity)])
            }
        }
        if access == .writing {
            let highest = try database.read { db in
                try Int64.fetchOne(db, sql: "SELECT max(subject) FROM user")
            }
            try vault.reserve(through: highest ?? 0)
        }
    }

    private static func open(_ path: String, _ access: StorageAccess) throws -> Database {
        try Database(path: path, migrations: migrations, retired: ["catalogue"], access: access)
    }

    /// Looks whether a file is of this version's form, without a vault.
    ///
    /// - Throws: `StorageError` `older_format`, `newer_format`, `damaged`, `not_found` or `io`.
    static func checkForm(of path: String) throws { try open(path, .reading).close() }

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
        try database.read { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT id, body FROM item ORDER BY number")
            while let row = try rows.next() {
                let item: Item
                do {
                    let bytes = [UInt8](try row.decode(Data.self, atIndex: 1))
                    item = try Item(fields: Stored.decode(bytes), id: row.decode(atIndex: 0))
                } catch {
                    let id = (try? row.decode(String.self, atIndex: 0)) ?? "a row without an id"
                    throw damaged("\(id) cannot be read; run `martlet verify`", error)
                }
                try body(item)
            }
        }
    }

    package func put(_ users: [User]) throws {
        let keys = try vault.keys(of: users.map { .user($0.id) })
        try database.write { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO user (name, subject, body) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET subject = excluded.subject,
                        body = excluded.body
                    """)
            for (user, subject) in zip(users, keys) {
                let name = name(of: user.id)
                let body = try subject.key.seal(Stored.encode(user.fields), as: Self.label(name))
                try statement.execute(arguments: [Data(name), subject.number, Data(body)])
            }
        }
    }

    /// Drops what a user declared; nothing happens where they declared nothing.
    func remove(user id: String) throws {
        try database.write { db in
            try db.execute(
                sql: "DELETE FROM user WHERE name = ?", arguments: [Data(name(of: id))])
        }
    }

    private func name(of user: String) -> [UInt8] {
        vault.names.digest(of: Subject.user(user).name).bytes
    }

    private static func label(_ name: [UInt8]) -> [UInt8] { Array("user".utf8) + name }

    /// Users in no order that means anything; those who are forgotten are passed over.
    package func forEachUser(_ body: (User) throws -> Void) throws {
        try database.read { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT name, subject, body FROM user")
            while let row = try rows.next() {
                if let user = try user(row) { try body(user) }
            }
        }
    }

    private func user(_ row: Row) throws -> User? {
        do {
            guard let key = try vault.key(of: try row.decode(atIndex: 1)) else { return nil }
            let name = [UInt8](try row.decode(Data.self, atIndex: 0))
            let sealed = [UInt8](try row.decode(Data.self, atIndex: 2))
            return try User(fields: Stored.decode(key.open(sealed, as: Self.label(name))))
        } catch {
            throw damaged("a user cannot be read; run `martlet verify`", error)
        }
    }

    func damaged(_ message: String, _ cause: any Error) -> StorageError {
        StorageError(.damaged, file: database.path, message, cause: cause)
    }

    // MARK: Care

    package func checkpoint() throws { try database.checkpoint() }

    package func problems() throws -> [String] {
        try database.problems {
            try forEachItem { _ in }
            try forEachUser { _ in }
            try forEachRule { _ in }
        }
    }

    package func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(DataDirectory.catalogueName)")
    }

    package func close() throws { try database.close() }
}
