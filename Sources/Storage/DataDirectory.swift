/// Everything one shop keeps, in one directory:
///
/// ```
/// catalogue.sqlite   items and declared users
/// events/2026-11.sqlite   the event log, a file per month of receipt
/// slates.sqlite      what was served
/// state.snapshot     the projected state; only saves time
/// access.sqlite      keys, and what administrators did; opened by itself, also beside a server
/// martlet.lock       held by the process that uses the directory
/// ```
package final class DataDirectory: Sendable {
    static let catalogueName = "catalogue.sqlite"
    static let slatesName = "slates.sqlite"
    private static let eventsName = "events"

    package let path: String
    package let log: SQLiteEventLog
    package let catalogue: SQLiteCatalogue
    package let slates: SQLiteSlates
    /// Nil for a reader beside the process that holds the directory.
    private let lock: DirectoryLock?

    /// Opens a directory for this process alone, creating what is missing.
    ///
    /// - Throws: `StorageError` `in_use`, `damaged`, `newer_format` or `io`.
    package convenience init(path: String) throws {
        try FileSystem.createFolder("\(path)/\(Self.eventsName)")
        try self.init(path: path, access: .writing, lock: DirectoryLock(folder: path))
    }

    /// Opens an existing directory to read it, also while a server uses it. Changes nothing in it.
    ///
    /// - Throws: `StorageError` `not_found`, `damaged`, `newer_format` or `io`.
    package convenience init(reading path: String) throws {
        guard FileSystem.exists("\(path)/\(Self.catalogueName)") else {
            throw StorageError(.notFound, file: path, "is no data directory")
        }
        try self.init(path: path, access: .reading, lock: nil)
    }

    /// Whether a folder holds a shop, or at least its keys.
    package static func isOne(_ path: String) -> Bool {
        [catalogueName, SQLiteAccess.fileName].contains { FileSystem.exists("\(path)/\($0)") }
    }

    private init(path: String, access: StorageAccess, lock: DirectoryLock?) throws {
        self.path = path
        self.lock = lock
        log = try SQLiteEventLog(folder: "\(path)/\(Self.eventsName)", access: access)
        catalogue = try SQLiteCatalogue(path: "\(path)/\(Self.catalogueName)", access: access)
        slates = try SQLiteSlates(path: "\(path)/\(Self.slatesName)", access: access)
    }

    package var snapshotPath: String { "\(path)/state.snapshot" }

    /// Moves committed pages out of the write-ahead logs, beside the writers.
    package func checkpoint() throws {
        try log.checkpoint()
        try catalogue.checkpoint()
        try slates.checkpoint()
    }

    /// What is wrong with the stored data; empty where nothing is.
    package func problems() throws -> [String] {
        var found = try log.problems() + catalogue.problems() + slates.problems()
        do {
            try withAccess { found += try $0.problems() }
        } catch let error as StorageError where error.code == .damaged {
            found.append("\(error)")
        }
        return found
    }

    /// A copy that can be opened like the original, taken while it is in use.
    ///
    /// The catalogue is copied first: an event of the copy may name an item that is younger than
    /// it, which is legal; the other order could lose the parent of an item.
    ///
    /// - Throws: `StorageError` `not_empty` where the folder holds anything.
    package func backup(to folder: String) throws {
        let held = FileSystem.exists(folder) ? try FileSystem.names(in: folder) : []
        guard held.isEmpty else {
            throw StorageError(.notEmpty, file: folder, "is not empty; name a new folder")
        }
        try FileSystem.createFolder("\(folder)/\(Self.eventsName)")
        try catalogue.backup(to: folder)
        try log.backup(to: "\(folder)/\(Self.eventsName)")
        try slates.backup(to: folder)
        try withAccess { try $0.backup(to: folder) }
    }

    /// Opens the shop's keys for a moment, where it has any.
    private func withAccess(_ body: (SQLiteAccess) throws -> Void) throws {
        guard FileSystem.exists("\(path)/\(SQLiteAccess.fileName)") else { return }
        let access = try SQLiteAccess(folder: path)
        try body(access)
        try access.close()
    }

    /// Makes a data directory from a backup, which stays as it is.
    ///
    /// - Throws: `StorageError` `not_found` where there is no backup, `damaged`, or `not_empty`
    ///   where the new folder holds anything.
    package static func restore(from folder: String, to path: String) throws {
        let backup = try DataDirectory(reading: folder)
        if let problem = try backup.problems().first {
            throw StorageError(
                .damaged, file: folder, "is damaged; `martlet verify` says how: \(problem)")
        }
        try backup.backup(to: path)
        try backup.close()
    }

    package func close() throws {
        try log.close()
        try catalogue.close()
        try slates.close()
        lock?.release()
    }
}
