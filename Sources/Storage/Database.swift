import GRDB
import Synchronization

/// One SQLite file in WAL mode: a writer that is durable when a transaction returns, and readers
/// that never wait for it.
///
/// Commits never checkpoint, because a checkpoint syncs the whole database and would stall the
/// commit that happens to trigger it. `checkpoint()` is called from the side; only a log that grew
/// past `walBytesMax` is truncated by the writer itself.
final class Database: Sendable {
    /// Past this the writer itself checkpoints, so that the log is bounded.
    static let walBytesMax = 64 << 20

    let path: String
    private let writer: DatabaseQueue
    private let reader: DatabaseQueue
    /// Checkpoints, so that the writer need not.
    private let side: DatabaseQueue
    /// Held by whoever checkpoints: SQLite refuses a second one instead of letting it wait.
    private let checkpointing = Mutex(())

    /// Opens or creates the file and brings its tables up to date.
    init(path: String, migrations: [(name: String, sql: String)]) throws {
        self.path = path
        do {
            writer = try DatabaseQueue(path: path, configuration: Self.configuration(readOnly: false))
            var migrator = DatabaseMigrator()
            for (name, sql) in migrations {
                migrator.registerMigration(name) { try $0.execute(sql: sql) }
            }
            guard try !writer.read(migrator.hasBeenSuperseded) else {
                throw StorageError(
                    .newerFormat, file: path,
                    "was written by a newer Martlet; use that version or restore a backup")
            }
            try migrator.migrate(writer)
            reader = try DatabaseQueue(path: path, configuration: Self.configuration(readOnly: true))
            side = try DatabaseQueue(path: path, configuration: Self.configuration(readOnly: false))
        } catch let error as DatabaseError {
            throw Self.explained(error, path)
        }
    }

    private static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(10)
        // Not by `configuration.journalMode`: that would set `synchronous` back to NORMAL, under
        // which a commit is not yet durable.
        let mode = readOnly ? "" : "PRAGMA journal_mode = WAL;"
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    \(mode) PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
                    PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -8192
                    """)
        }
        return configuration
    }

    /// Runs `body` in one transaction; durable when this returns.
    func write<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        do {
            return try writer.write(body)
        } catch let error as DatabaseError {
            throw Self.explained(error, path)
        }
    }

    func read<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        do {
            return try reader.read(body)
        } catch let error as DatabaseError {
            throw Self.explained(error, path)
        }
    }

    /// Moves committed pages from the log into the database, without stopping writers or readers.
    func checkpoint() throws {
        guard walBytes > 0 else { return }
        try checkpointing.withLock { _ in
            _ = try side.writeWithoutTransaction { try $0.checkpoint(.passive) }
        }
    }

    /// Empties the log where nobody reads it just then; called by the writer, between transactions.
    func truncateLog() throws {
        try checkpointing.withLock { _ in
            do {
                _ = try writer.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                // A reader is in the way; the next transaction tries again.
            }
        }
    }

    func backup(to path: String) throws {
        let copy = try DatabaseQueue(path: path)
        try reader.backup(to: copy)
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
    }

    /// What SQLite's own check finds wrong; empty in a sound file.
    func problems() throws -> [String] {
        try read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
    }

    /// Bytes of the write-ahead log on disk.
    var walBytes: Int { FileSystem.size(path + "-wal") }

    /// SQLite empties the log when its last connection, of whatever process, is closed.
    func close() throws {
        try reader.close()
        try side.close()
        try writer.close()
    }

    static func explained(_ error: DatabaseError, _ path: String) -> StorageError {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            StorageError(
                .damaged, file: path, "is damaged; run `martlet verify`, then restore a backup",
                cause: error)
        case .SQLITE_FULL:
            StorageError(.io, file: path, "the disk is full; free some space", cause: error)
        default: StorageError(.io, file: path, "cannot be read or written", cause: error)
        }
    }
}
