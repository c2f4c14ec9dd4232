import GRDB
package import Primitives
import Sealing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The keys of a shop and the log of administrators' acts: `access.sqlite` in its directory.
///
/// Unlike the other files it has two writers, the server and `martlet keys` beside it, and is
/// hardly ever written. So it keeps SQLite's rollback journal: any process may open, change and
/// leave it at any moment, and nobody has to care for a write-ahead log.
package final class SQLiteAccess: Sendable {
    package static let fileName = "access.sqlite"
    /// Keys of a shop at most, so that all fit in memory; revoked ones count.
    package static let keysMax = 10_000

    private static let schema = """
        CREATE TABLE key (
            id TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            label TEXT NOT NULL,
            hash BLOB NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER,
            revoked INTEGER) WITHOUT ROWID, STRICT;
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            actor TEXT NOT NULL,
            act TEXT NOT NULL,
            object TEXT NOT NULL,
            outcome TEXT NOT NULL) STRICT;
        CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_not_removed BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TABLE digest_key (value BLOB NOT NULL) STRICT;
        INSERT INTO digest_key VALUES (randomblob(32));
        """

    package let path: String
    private let database: DatabaseQueue
    /// Under which names are digested before they stand in the log.
    private let digestKey: [UInt8]

    /// Opens the file of a data directory, creating what is missing.
    ///
    /// - Throws: `StorageError` `damaged`, `newer_format` or `io`.
    package init(folder: String) throws {
        try FileSystem.createFolder(folder)
        let path = "\(folder)/\(Self.fileName)"
        self.path = path
        (database, digestKey) = try Self.explaining(path) {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let database = try DatabaseQueue(path: path, configuration: configuration)
            var migrator = DatabaseMigrator()
            migrator.registerMigration("access") { try $0.execute(sql: Self.schema) }
            guard try !database.read(migrator.hasBeenSuperseded) else {
                throw StorageError(
                    .newerFormat, file: path,
                    "was written by a newer Martlet; use that version or restore a backup")
            }
            // A migration takes the write lock even where there is nothing to do.
            if try !database.read(migrator.hasCompletedMigrations) {
                try migrator.migrate(database)
            }
            let key = try database.read {
                try Data.fetchOne($0, sql: "SELECT value FROM digest_key")
            }
            return (database, [UInt8](key ?? Data()))
        }
    }

    // MARK: Keys

    /// Makes a key and says its token, which is kept nowhere.
    ///
    /// - Throws: `StorageError` `io` where the shop has as many as it can have.
    package func create(
        _ role: AccessRole, label: String, expires: Timestamp?, at time: Timestamp
    ) throws -> AccessToken {
        let token = AccessToken()
        try write { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM key") ?? 0
            guard count < Self.keysMax else {
                throw StorageError(
                    .io, file: path, "holds \(count) keys, and \(Self.keysMax) are the most")
            }
            try db.execute(
                sql: "INSERT INTO key (id, role, label, hash, created, expires) "
                    + "VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    token.id, role.rawValue, label, Data(SecretHash(of: token.text.utf8).bytes),
                    time.microseconds, expires?.microseconds,
                ])
            try Self.insert(
                AuditRecord(
                    time: time, actor: AuditRecord.Actor.commandLine, act: .keyCreated,
                    object: token.id), db)
        }
        return token
    }

    /// Revokes a key for good.
    ///
    /// - Throws: `StorageError` `not_found` where there is no such key.
    package func revoke(_ id: String, at time: Timestamp) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE key SET revoked = coalesce(revoked, ?) WHERE id = ?",
                arguments: [time.microseconds, id])
            guard db.changesCount > 0 else {
                throw StorageError(
                    .notFound, file: path, "holds no key \(id); `martlet keys list` shows them")
            }
            try Self.insert(
                AuditRecord(
                    time: time, actor: AuditRecord.Actor.commandLine, act: .keyRevoked, object: id),
                db)
        }
    }

    /// All keys ever made, oldest first.
    package func keys() throws -> [AccessKey] { try entries().map(\.key) }

    package func book() throws -> AccessBook { AccessBook(try entries()) }

    private func entries() throws -> [AccessBook.Entry] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT id, role, label, created, expires, revoked, hash FROM key "
                    + "ORDER BY created, id")
            return try rows.map(entry)
        }
    }

    private func entry(_ row: Row) throws -> AccessBook.Entry {
        let hash: Data = try row.decode(atIndex: 6)
        guard let role = AccessRole(rawValue: try row.decode(atIndex: 1)),
            let hash = SecretHash(stored: [UInt8](hash))
        else { throw StorageError(.damaged, file: path, "holds a key that cannot be read") }
        let key = AccessKey(
            id: try row.decode(atIndex: 0), role: role, label: try row.decode(atIndex: 2),
            created: Timestamp(microseconds: try row.decode(atIndex: 3)),
            expires: (try row.decode(atIndex: 4) as Int64?).map(Timestamp.init(microseconds:)),
            revoked: (try row.decode(atIndex: 5) as Int64?).map(Timestamp.init(microseconds:)))
        return AccessBook.Entry(key: key, hash: hash)
    }

    /// A number that changes when another process has changed the file.
    package func version() throws -> Int {
        try read { try Int.fetchOne($0, sql: "PRAGMA data_version") } ?? 0
    }

    // MARK: Audit

    package func append(_ record: AuditRecord) throws { try write { try Self.insert(record, $0) } }

    /// Notes the settings that a server starts with, where they are not those noted last.
    package func noteConfiguration(_ settings: [UInt8], at time: Timestamp) throws {
        let digest = Self.hexadecimal(SecretHash(of: settings).bytes.prefix(16))
        try write { db in
            let last = try String.fetchOne(
                db, sql: "SELECT object FROM audit WHERE act = ? ORDER BY number DESC LIMIT 1",
                arguments: [AuditRecord.Act.configurationChanged.rawValue])
            guard digest != last else { return }
            try Self.insert(
                AuditRecord(
                    time: time, actor: AuditRecord.Actor.commandLine, act: .configurationChanged,
                    object: digest), db)
        }
    }

    /// The newest records, oldest of them first.
    package func audit(last count: Int) throws -> [AuditRecord] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT time, actor, act, object, outcome FROM audit "
                    + "ORDER BY number DESC LIMIT ?", arguments: [count])
            return try rows.reversed().map { row in
                guard let act = AuditRecord.Act(rawValue: try row.decode(atIndex: 2)) else {
                    throw StorageError(.damaged, file: path, "holds an act that is unknown")
                }
                return AuditRecord(
                    time: Timestamp(microseconds: try row.decode(atIndex: 0)),
                    actor: try row.decode(atIndex: 1), act: act, object: try row.decode(atIndex: 3),
                    outcome: try row.decode(atIndex: 4))
            }
        }
    }

    /// How the log names a person: recognisable by whoever has the name and this file, and by
    /// nobody else.
    package func digest(of name: String) -> String {
        Self.hexadecimal(KeyedDigest(of: name.utf8, key: digestKey).bytes)
    }

    private static func insert(_ record: AuditRecord, _ db: GRDB.Database) throws {
        try db.execute(
            sql: "INSERT INTO audit (time, actor, act, object, outcome) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                record.time.microseconds, record.actor, record.act.rawValue, record.object,
                record.outcome,
            ])
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    // MARK: Care

    /// What is wrong with the file; empty where nothing is.
    package func problems() throws -> [String] {
        do {
            let found = try read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
            _ = try keys()
            _ = try audit(last: .max)
            return found.filter { $0 != "ok" }.map { "\(path): \($0)" }
        } catch let error as StorageError where error.code == .damaged {
            return ["\(error)"]
        }
    }

    package func backup(to folder: String) throws {
        try Self.explaining(path) {
            let copy = try DatabaseQueue(path: "\(folder)/\(Self.fileName)")
            try database.backup(to: copy)
            try copy.close()
        }
    }

    package func close() throws { try Self.explaining(path) { try database.close() } }

    private func read<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        try Self.explaining(path) { try database.read(body) }
    }

    private func write(_ body: (GRDB.Database) throws -> Void) throws {
        try Self.explaining(path) { try database.write(body) }
    }

    private static func explaining<Result>(
        _ path: String, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw Database.explained(error, path)
        } catch let error as RowDecodingError {
            throw StorageError(.damaged, file: path, "cannot be read", cause: error)
        }
    }
}
