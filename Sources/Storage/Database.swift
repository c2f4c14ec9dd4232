import GRDB
import Synchronization

/// One SQLite file in WAL mode: a writer that is durable when a transaction returns, and readers
/// that never wait for it.
///
/// Commits never checkpoint, because a checkpoint syncs the whole database and would stall the
/// commit that happens to trigger it. `checkpoint()` is called from the side; only a log that grew
/// past its bound is emptied by the writer itself.
final class Database: Sendable {
    /// Past this the writer itself checkpoints, so that the log is bounded.
    static let walBytesMax = 64 << 20

    let path: String
    private let walBytesMax: Int
    /// All three are one where the file is only read.
    private let writer: DatabaseQueue
    private let reader: DatabaseQueue
    /// Checkpoints, so that the writer need not.
    private let side: DatabaseQueue
    private let transactions = Mutex(Transactions())
    private let isClosed = Atomic(false)
    /// Held by whoever checkpoints: SQLite refuses a second one instead of letting it wait.
    private let checkpointing = Mutex(())

    /// Which transactions the database file holds already.
    ///
    /// A checkpoint of a log that is in the database already is not just idle: in SQLite before
    /// 3.51.3 it may take the frames of a commit that restarts the log just then for its own, and
    /// lose them (<https://www.sqlite.org/wal.html#walresetbug>). While some frame is still to be
    /// moved, no commit restarts the log; so a checkpoint is only begun where a transaction that
    /// began after the last complete one is committed.
    private struct Transactions {
        var begun = 0
        var committed = 0
        var covered = 0
    }

    /// Opens the file; with `writing`, creates it and brings its tables up to date.
    ///
    /// - Throws: `StorageError` `damaged`, `newer_format`, `io`, or `not_found` where the file is
    ///   only read and holds no tables yet.
    init(
        path: String, migrations: [(name: String, sql: String)], access: StorageAccess,
        walBytesMax: Int = walBytesMax
    ) throws {
        self.path = path
        self.walBytesMax = walBytesMax
        var migrator = DatabaseMigrator()
        for (name, sql) in migrations {
            migrator.registerMigration(name) { try $0.execute(sql: sql) }
        }
        do {
            writer = try Self.open(path, access)
            guard try !writer.read(migrator.hasBeenSuperseded) else {
                throw StorageError(
                    .newerFormat, file: path,
                    "was written by a newer Martlet; use that version or restore a backup")
            }
            switch access {
            case .writing:
                try migrator.migrate(writer)
                reader = try Self.open(path, .reading)
                side = try Self.open(path, .writing)
                // What a process left that did not close. Nobody writes yet.
                if walBytes > 0 { try truncateLog() }
            case .reading:
                guard try writer.read(migrator.hasCompletedMigrations) else {
                    throw StorageError(
                        .notFound, file: path,
                        "has no tables of this version yet; `martlet serve` makes them")
                }
                reader = writer
                side = writer
            }
        } catch let error as DatabaseError {
            throw Self.explained(error, path)
        } catch let error as RowDecodingError {
            throw Self.damaged(error, path)
        }
    }

    private static func open(_ path: String, _ access: StorageAccess) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = access == .reading
        configuration.busyMode = .timeout(busySecondsMax)
        // Not by `configuration.journalMode`: that would set `synchronous` back to NORMAL, under
        // which a commit is not yet durable.
        let mode = access == .reading ? "" : "PRAGMA journal_mode = WAL;"
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    \(mode) PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
                    PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -8192
                    """)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static let busySecondsMax: Double = 10

    // MARK: Transactions

    /// Runs `body` in one transaction; durable when this returns. Callers take turns.
    func write<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        if walBytes > walBytesMax { try truncateLog() }
        return try explaining {
            let (result, number) = try writer.write { db in
                let number = transactions.withLock { transactions in
                    transactions.begun += 1
                    return transactions.begun
                }
                let changes = db.totalChangesCount
                let result = try body(db)
                // One that changes nothing leaves no frame.
                return (result, db.totalChangesCount > changes ? number : 0)
            }
            transactions.withLock { $0.committed = max($0.committed, number) }
            return result
        }
    }

    /// Reads one state of the file, and never waits for the writer.
    func read<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        try explaining { try reader.read(body) }
    }

    /// Reads in turn with the writer rather than with the readers, so that these cannot hold it up.
    func readInWriting<Result>(_ body: (GRDB.Database) throws -> Result) throws -> Result {
        try explaining { try writer.read(body) }
    }

    // MARK: Checkpoints

    /// Moves committed pages from the log into the database, without stopping writers or readers.
    func checkpoint() throws {
        try checkpointing.withLock { _ in
            guard transactions.withLock({ $0.committed > $0.covered }) else { return }
            try explaining {
                try side.writeWithoutTransaction { try checkpoint(.passive, $0) }
            }
        }
    }

    /// Empties the log where nobody reads it just then; called between transactions.
    private func truncateLog() throws {
        try checkpointing.withLock { _ in
            try explaining {
                try writer.writeWithoutTransaction { db in
                    // A commit must not wait for a reader: the next transaction tries again.
                    try db.execute(sql: "PRAGMA busy_timeout = 0")
                    defer {
                        let milliseconds = Int(1000 * Self.busySecondsMax)
                        try? db.execute(sql: "PRAGMA busy_timeout = \(milliseconds)")
                    }
                    try checkpoint(.truncate, db)
                }
            }
        }
    }

    /// Moves what it can; where someone is in the way, the rest is left to the next time.
    private func checkpoint(_ kind: GRDB.Database.CheckpointMode, _ db: GRDB.Database) throws {
        do {
            let (frames, moved) = try db.checkpoint(kind)
            // A transaction that began meanwhile may be in it or not; the one after it will tell.
            if frames == moved { transactions.withLock { $0.covered = $0.begun } }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {}
    }

    /// Bytes of the write-ahead log on disk.
    var walBytes: Int { FileSystem.size(path + "-wal") }

    // MARK: Care

    /// Copies one state of the file. On a connection of its own: readers need not wait for it.
    func backup(to copyPath: String) throws {
        let source = try explaining { try Self.open(path, .reading) }
        do {
            let copy = try DatabaseQueue(path: copyPath)
            try source.backup(to: copy)
            // One file, which can be read where nothing can be written.
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
            try source.close()
        } catch let error as DatabaseError {
            throw Self.explained(error, copyPath)
        }
    }

    /// What SQLite's own check and then `contentCheck` find wrong; empty in a sound file.
    func problems(_ contentCheck: () throws -> Void) throws -> [String] {
        do {
            let source = try explaining { try Self.open(path, .reading) }
            let found = try explaining {
                try source.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
            }
            try contentCheck()
            return found.filter { $0 != "ok" }.map { "\(path): \($0)" }
        } catch let error as StorageError where error.code == .damaged {
            return ["\(error)"]
        }
    }

    /// SQLite empties the log when its last connection, of whatever process, is closed. All uses
    /// must have ended; later ones throw.
    func close() throws {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        do {
            try reader.close()
            try side.close()
            try writer.close()
        } catch let error as DatabaseError {
            throw Self.explained(error, path)
        }
    }

    // MARK: Errors

    private func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        // SQLite would crash on a connection that is no more.
        guard !isClosed.load(ordering: .acquiring) else {
            throw StorageError(.io, file: path, "is closed")
        }
        do {
            return try body()
        } catch let error as DatabaseError {
            throw Self.explained(error, path)
        } catch let error as RowDecodingError {
            throw Self.damaged(error, path)
        }
    }

    private static func damaged(_ cause: any Error, _ path: String) -> StorageError {
        StorageError(
            .damaged, file: path, "is damaged; run `martlet verify`, then restore a backup",
            cause: cause)
    }

    static func explained(_ error: DatabaseError, _ path: String) -> StorageError {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: damaged(error, path)
        case .SQLITE_CANTOPEN where !FileSystem.exists(path):
            StorageError(.notFound, file: path, "is not there", cause: error)
        case .SQLITE_FULL:
            StorageError(.io, file: path, "the disk is full; free some space", cause: error)
        default: StorageError(.io, file: path, "cannot be read or written", cause: error)
        }
    }
}
