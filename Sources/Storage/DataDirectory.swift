/// Everything one shop keeps, in one directory:
///
/// ```
/// vault.sqlite       the keys of those whose data this is
/// catalogue.sqlite   items and declared users
/// events/2026-11.sqlite   the event log, a file per month of receipt
/// slates.sqlite      what was served
/// state.snapshot     the projected state; only saves time
/// linear.snapshot    neighbours fitted to it; only saves time
/// index/             the words of the catalogue; only saves time
/// meaning.vectors    what items mean, for an encoder; only saves time
/// access.sqlite      keys, and what administrators did; opened by itself, also beside a server
/// martlet.lock       held by the process that uses the directory
/// ```
///
/// What belongs to a person is sealed with a key of their own, which only the vault holds.
package final class DataDirectory: Sendable {
    static let catalogueName = "catalogue.sqlite"
    static let slatesName = "slates.sqlite"
    private static let eventsName = "events"

    /// The copy of the vault beside backups, where no other name is given.
    private static let vaultCopyName = "martlet.vault"

    package let path: String
    package let vault: SQLiteVault
    package let log: SQLiteEventLog
    package let catalogue: SQLiteCatalogue
    package let slates: SQLiteSlates
    /// Nil for a reader beside the process that holds the directory.
    private let lock: DirectoryLock?

    /// Opens a directory for this process alone, creating what is missing.
    ///
    /// - Throws: `StorageError` `in_use`, `damaged`, `newer_format`, `older_format`, `not_found`
    ///   where the vault is gone, `wrong_vault` or `io`.
    package convenience init(path: String) throws {
        try FileSystem.createFolder("\(path)/\(Self.eventsName)")
        try self.init(
            path: path, vault: Self.vaultPath(in: path), access: .writing,
            lock: DirectoryLock(folder: path))
    }

    /// Opens an existing directory to read it, also while a server uses it. Changes nothing in it.
    ///
    /// - Parameters:
    ///   - path: The directory, or a backup.
    ///   - vault: The vault; where none is given the one in the directory, or else the copy beside
    ///     it.
    /// - Throws: `StorageError` `not_found`, `damaged`, `newer_format`, `older_format`,
    ///   `wrong_vault` or `io`.
    package convenience init(reading path: String, vault: String? = nil) throws {
        guard FileSystem.exists("\(path)/\(Self.catalogueName)") else {
            throw StorageError(.notFound, file: path, "is no data directory")
        }
        let own = Self.vaultPath(in: path)
        let found = FileSystem.exists(own) ? own : Self.vaultCopy(beside: path)
        try self.init(path: path, vault: vault ?? found, access: .reading, lock: nil)
    }

    /// Whether a folder holds a shop, or at least its keys.
    package static func isOne(_ path: String) -> Bool {
        [catalogueName, SQLiteAccess.fileName].contains { FileSystem.exists("\(path)/\($0)") }
    }

    private init(
        path: String, vault vaultPath: String, access: StorageAccess, lock: DirectoryLock?
    ) throws {
        self.path = path
        self.lock = lock
        let cataloguePath = "\(path)/\(Self.catalogueName)"
        if FileSystem.exists(cataloguePath), !FileSystem.exists(vaultPath) {
            try SQLiteCatalogue.checkForm(of: cataloguePath)
            // A new vault would leave everybody forgotten.
            throw StorageError(
                .notFound, file: vaultPath,
                "is missing: without its keys nothing in \(path) can be read; put it back")
        }
        vault = try SQLiteVault(path: vaultPath, access: access)
        log = try SQLiteEventLog(
            folder: "\(path)/\(Self.eventsName)", vault: vault, access: access)
        catalogue = try SQLiteCatalogue(path: cataloguePath, vault: vault, access: access)
        slates = try SQLiteSlates(
            path: "\(path)/\(Self.slatesName)", vault: vault, access: access)
    }

    private static func vaultPath(in path: String) -> String { "\(path)/\(SQLiteVault.fileName)" }

    /// Where the vault of a backup is kept: outside of it, so that destroying a key once destroys it
    /// for every backup in the folder above.
    package static func vaultCopy(beside folder: String) -> String {
        "\(FileSystem.parent(of: folder))/\(vaultCopyName)"
    }

    package var snapshotPath: String { "\(path)/state.snapshot" }
    /// Lines that an import did not take.
    package var quarantinePath: String { "\(path)/quarantine.jsonl" }

    /// Moves committed pages out of the write-ahead logs, beside the writers.
    package func checkpoint() throws {
        try vault.checkpoint()
        try log.checkpoint()
        try catalogue.checkpoint()
        try slates.checkpoint()
    }

    /// What is wrong with the stored data; empty where nothing is.
    package func problems() throws -> [String] {
        var found = try vault.problems() + log.problems() + catalogue.problems() + slates.problems()
        do {
            try withAccess { found += try $0.problems() }
        } catch let error as StorageError where error.code == .damaged {
            found.append("\(error)")
        }
        return found
    }

    /// A copy that can be opened like the original, taken while it is in use, and a copy of the
    /// vault.
    ///
    /// The catalogue is copied first: an event of the copy may name an item that is younger than
    /// it, which is legal; the other order could lose the parent of an item. The vault comes last:
    /// it holds the keys of all that was copied before.
    ///
    /// - Parameters:
    ///   - folder: New or empty.
    ///   - vaultCopy: Where the copy of the vault goes, in place of an older one.
    /// - Throws: `StorageError` `not_empty` where the folder holds anything, `wrong_vault` where
    ///   something else stands in the place of the vault's copy.
    package func backup(to folder: String, vault vaultCopy: String) throws {
        let held = FileSystem.exists(folder) ? try FileSystem.names(in: folder) : []
        guard held.isEmpty else {
            throw StorageError(.notEmpty, file: folder, "is not empty; name a new folder")
        }
        try vault.checkCopy(at: vaultCopy)
        try FileSystem.createFolder("\(folder)/\(Self.eventsName)")
        try catalogue.backup(to: folder)
        try log.backup(to: "\(folder)/\(Self.eventsName)")
        try slates.backup(to: folder)
        try withAccess { try $0.backup(to: folder) }
        try vault.backup(to: vaultCopy)
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
    /// - Parameters:
    ///   - folder: Of the backup.
    ///   - vault: The copy of the vault; the one beside the folder where none is given. Those who
    ///     are forgotten there stay forgotten.
    ///   - path: New or empty.
    /// - Throws: `StorageError` `not_found` where there is no backup or no vault, `damaged`,
    ///   `wrong_vault`, or `not_empty` where the new folder holds anything.
    package static func restore(
        from folder: String, vault: String? = nil, to path: String
    ) throws {
        let backup = try DataDirectory(reading: folder, vault: vault)
        if let problem = try backup.problems().first {
            throw StorageError(
                .damaged, file: folder, "is damaged; `martlet verify` says how: \(problem)")
        }
        try backup.backup(to: path, vault: vaultPath(in: path))
        try backup.close()
    }

    package func close() throws {
        try log.close()
        try catalogue.close()
        try slates.close()
        try vault.close()
        lock?.release()
    }
}
