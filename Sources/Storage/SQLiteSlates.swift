package import Commerce
import GRDB
package import Primitives
import Sealing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The answers that were served, by request id.
package final class SQLiteSlates: Sendable {
    private let database: Database
    private let vault: SQLiteVault

    private static let migrations = [
        (
            "sealed slates",
            """
            CREATE TABLE slate (
                request TEXT PRIMARY KEY,
                subject INTEGER NOT NULL,
                time INTEGER NOT NULL,
                body BLOB NOT NULL) WITHOUT ROWID, STRICT;
            CREATE INDEX slate_subject ON slate(subject);
            CREATE INDEX slate_time ON slate(time);
            """
        )
    ]

    package init(path: String, vault: SQLiteVault, access: StorageAccess = .writing) throws {
        self.vault = vault
        database = try Database(
            path: path, migrations: Self.migrations, retired: ["slates"], access: access)
        if access == .writing {
            let highest = try database.read { db in
                try Int64.fetchOne(db, sql: "SELECT max(subject) FROM slate")
            }
            try vault.reserve(through: highest ?? 0)
        }
    }

    /// Of the vault: grows whenever someone is forgotten.
    package var generation: Int { vault.generation }

    /// Stores answers in one durable transaction; of two with one request id the first stays.
    ///
    /// - Parameters:
    ///   - slates: Served answers.
    ///   - generation: Of the vault, from before they were taken out of memory.
    /// - Returns: False where someone was forgotten since: nothing is stored, for these answers may
    ///   be theirs.
    /// - Throws: `StorageError`.
    package func append(_ slates: [Slate], at generation: Int) throws -> Bool {
        guard let keys = try vault.keys(of: slates.map(\.subject), at: generation) else {
            return false
        }
        try database.write { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO slate (request, subject, time, body)
                    VALUES (?, ?, ?, ?)
                    """)
            for (slate, subject) in zip(slates, keys) {
                let body = try subject.key.seal(
                    Stored.encode(slate.fields), as: Self.label(slate.request))
                try statement.execute(arguments: [
                    slate.request, subject.number, slate.time.microseconds, Data(body),
                ])
            }
        }
        return true
    }

    private static func label(_ request: String) -> [UInt8] { Array("slate \(request)".utf8) }

    /// The slate of a request as named values; nil where none was stored, or who asked is forgotten.
    package func fields(of request: String) throws -> Fields? {
        try database.read { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT subject, body FROM slate WHERE request = ?",
                arguments: [request])
            return try row.flatMap { try fields($0, of: request) }
        }
    }

    /// The latest answers, latest first, but for those of people who were forgotten.
    ///
    /// - Parameters:
    ///   - count: At most so many are read.
    ///   - body: Takes the named values of each.
    /// - Throws: `StorageError`.
    package func forEach(latest count: Int, _ body: (Fields) -> Void) throws {
        try database.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT subject, body, request FROM slate ORDER BY time DESC LIMIT ?",
                arguments: [count])
            while let row = try rows.next() {
                if let fields = try fields(row, of: row.decode(atIndex: 2)) { body(fields) }
            }
        }
    }

    private func fields(_ row: Row, of request: String) throws -> Fields? {
        do {
            guard let key = try vault.key(of: try row.decode(atIndex: 0)) else { return nil }
            let sealed = [UInt8](try row.decode(Data.self, atIndex: 1))
            return try Stored.decode(key.open(sealed, as: Self.label(request)))
        } catch {
            throw StorageError(
                .damaged, file: database.path,
                "the answer \(request) cannot be read; run `martlet verify`", cause: error)
        }
    }

    func count(of numbers: [Int64]) throws -> Int {
        try database.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT count(*) FROM slate WHERE subject = ?")
            return try numbers.reduce(0) {
                $0 + (try Int.fetchOne(statement, arguments: [$1]) ?? 0)
            }
        }
    }

    package func count() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM slate") } ?? 0
    }

    package func checkpoint() throws { try database.checkpoint() }

    package func problems() throws -> [String] {
        try database.problems {
            try database.read { db in
                let rows = try Row.fetchCursor(db, sql: "SELECT subject, body, request FROM slate")
                while let row = try rows.next() {
                    _ = try fields(row, of: row.decode(atIndex: 2))
                }
            }
        }
    }

    package func backup(to folder: String) throws {
        try database.backup(to: "\(folder)/\(DataDirectory.slatesName)")
    }

    package func close() throws { try database.close() }
}
