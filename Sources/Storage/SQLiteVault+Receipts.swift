package import Commerce
import GRDB
import Primitives
import Sealing

/// Receipts of who was forgotten, and copies of the vault.
extension SQLiteVault {
    private static let hexadecimal = Array("0123456789abcdef")

    /// The keyed digest of a subject's name, in hexadecimal.
    package func digest(of subject: Subject) -> String { text(of: subject.name) }

    /// What proves that a receipt is as it was given.
    package func proof(of receipt: Receipt) -> String { text(of: receipt.content) }

    private func text(of content: [UInt8]) -> String {
        String(
            names.digest(of: content).bytes.flatMap {
                [Self.hexadecimal[Int($0 >> 4)], Self.hexadecimal[Int($0 & 15)]]
            })
    }

    func insert(_ receipt: Receipt, _ db: GRDB.Database) throws {
        try db.execute(
            sql: "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                receipt.id, receipt.time.microseconds, receipt.kind, receipt.person,
                receipt.subjects, receipt.visitors, receipt.sessions, receipt.events,
                receipt.slates, receipt.proof,
            ])
    }

    /// Every receipt, oldest first.
    package func receipts() throws -> [Receipt] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM receipt ORDER BY time, id").map { row in
                var receipt = Receipt(
                    id: try row.decode(atIndex: 0),
                    time: Timestamp(microseconds: try row.decode(atIndex: 1)),
                    kind: try row.decode(atIndex: 2), person: try row.decode(atIndex: 3))
                receipt.subjects = try row.decode(atIndex: 4)
                receipt.visitors = try row.decode(atIndex: 5)
                receipt.sessions = try row.decode(atIndex: 6)
                receipt.events = try row.decode(atIndex: 7)
                receipt.slates = try row.decode(atIndex: 8)
                receipt.proof = try row.decode(atIndex: 9)
                return receipt
            }
        }
    }

    func problems() throws -> [String] {
        var altered: [String] = []
        let found = try database.problems {
            altered = try receipts().filter { proof(of: $0) != $0.proof }.map(\.id)
        }
        return found + altered.map { "\(path): the receipt \($0) was altered" }
    }

    // MARK: Copies

    /// Refuses to put a copy of this vault where something else stands, or a copy that is ahead of
    /// it: keys that are only there, or that were destroyed only there, would be lost or come back.
    ///
    /// - Throws: `StorageError` `wrong_vault`.
    func checkCopy(at path: String) throws {
        guard FileSystem.exists(path) else { return }
        let copy: SQLiteVault
        do {
            copy = try SQLiteVault(path: path, access: .reading)
        } catch {
            throw StorageError(
                .wrongVault, file: path, "is no vault, and is not overwritten; name another file",
                cause: error)
        }
        defer { try? copy.close() }
        guard copy.identity == identity else {
            throw StorageError(
                .wrongVault, file: path,
                "holds the keys of another shop, and is not overwritten; name another file")
        }
        guard try copy.highestNumber() <= highestNumber(),
            try copy.receipts().count <= receipts().count
        else {
            throw StorageError(
                .wrongVault, file: path,
                "is newer than the vault to be copied, and is not overwritten; name another file")
        }
    }

    /// Replaces a file by a copy of this vault, in one step.
    ///
    /// - Throws: `StorageError` `wrong_vault` where something else stands there, or `io`.
    package func backup(to path: String) throws {
        try checkCopy(at: path)
        let temporary = path + ".new"
        FileSystem.remove(temporary)
        do {
            try database.backup(to: temporary)
            try FileSystem.restrict(temporary)
            try FileSystem.replace(path, withFile: temporary)
        } catch {
            FileSystem.remove(temporary)
            throw error
        }
    }
}
