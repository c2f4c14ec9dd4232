package import Commerce
package import Primitives
import Sealing

extension DataDirectory {
    private static let snapshotLabel = Array("state.snapshot".utf8)

    // MARK: Forget

    /// Forgets a person in all that is stored, backups included: once this returns their keys are
    /// destroyed, durably. What is derived from their data and held elsewhere is the caller's.
    ///
    /// - Parameters:
    ///   - person: Who asked for it.
    ///   - others: The visitors and sessions that were theirs.
    ///   - events: How many events are theirs.
    ///   - id: Of the receipt.
    ///   - time: Of the receipt.
    /// - Returns: The receipt, which the vault keeps as well.
    /// - Throws: `StorageError`; the keys are then destroyed or they are not, and asking again
    ///   settles it.
    package func forget(
        _ person: Subject, with others: [Subject], events: Int, id: String, time: Timestamp
    ) throws -> Receipt {
        let subjects = [person] + others
        let numbers = try vault.numbers(of: subjects)
        var receipt = Receipt(
            id: id, time: time, kind: person.kind, person: vault.digest(of: person))
        receipt.subjects = numbers.count
        receipt.visitors = others.count { if case .visitor = $0 { true } else { false } }
        receipt.sessions = others.count - receipt.visitors
        receipt.events = events
        receipt.slates = try slates.count(of: numbers)
        receipt.proof = vault.proof(of: receipt)
        try vault.forget(subjects, numbers, receipt)
        if receipt.events > 0 { FileSystem.remove(snapshotPath) }
        if case .user(let id) = person { try catalogue.remove(user: id) }
        return receipt
    }

    // MARK: Snapshot

    /// Replaces the snapshot of the state, sealed under a new key.
    ///
    /// - Parameters:
    ///   - state: What the snapshot holds.
    ///   - generation: Of the vault, from before the state was taken.
    /// - Returns: False where someone was forgotten since: nothing is stored, for the state may
    ///   still know them.
    /// - Throws: `StorageError`.
    package func saveSnapshot(_ state: [UInt8], at generation: Int) throws -> Bool {
        guard let key = try vault.newSnapshotKey(at: generation) else { return false }
        let sealed = try key.seal(state, as: Self.snapshotLabel)
        try FileSystem.replace(snapshotPath, with: sealed)
        return true
    }

    /// The snapshot of the state; nil where there is none that can be read.
    package func snapshot() throws -> [UInt8]? {
        guard FileSystem.exists(snapshotPath), let key = try vault.snapshotKey(),
            let sealed = try? FileSystem.read(snapshotPath)
        else { return nil }
        return try? key.open(sealed, as: Self.snapshotLabel)
    }
}
