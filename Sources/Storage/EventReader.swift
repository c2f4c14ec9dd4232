import Commerce
import GRDB
import Primitives
import Sealing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads the rows of one month of the log, all columns in the order of the table.
struct EventReader: Sendable {
    let month: String
    /// Of the file, for errors.
    let path: String
    let vault: SQLiteVault

    /// The event of a row; nil where it was forgotten.
    ///
    /// - Throws: `StorageError` `damaged`.
    func event(_ row: Row) throws -> LoggedEvent? {
        guard let body = try body(row) else { return nil }
        return try checked(row) {
            var region: String?
            let event = try Event(binary: body, region: &region)
            return LoggedEvent(
                offset: try row.decode(atIndex: 0),
                received: Timestamp(microseconds: try row.decode(atIndex: 3)),
                parent: try row.decode(atIndex: 4),
                origin: LoggedEvent.Origin(rawValue: try row.decode(atIndex: 5)) ?? .live,
                region: region, event: event)
        }
    }

    /// The stored form of a row's event; nil where it was forgotten.
    ///
    /// - Throws: `StorageError` `damaged`.
    func body(_ row: Row) throws -> [UInt8]? {
        try checked(row) {
            guard let key = try vault.key(of: try row.decode(atIndex: 2)) else { return nil }
            let label = EventEntry.label(
                month, offset: try row.decode(atIndex: 0), received: try row.decode(atIndex: 3),
                parent: try row.decode(atIndex: 4), origin: try row.decode(atIndex: 5),
                request: try row.decode(atIndex: 6))
            let sealed = try row.withUnsafeData(atIndex: 7) { data in data.map { [UInt8]($0) } }
            return try key.open(sealed ?? [], as: label)
        }
    }

    /// What is wrong with a row, beside its place; nil where nothing is.
    func isSound(_ row: Row) -> Bool {
        do {
            guard let event = try event(row) else { return true }
            let id: Data = try row.decode(atIndex: 1)
            var ids = EventIDDigests(vault.names)
            return ids.digest(of: event.event.id) == [UInt8](id)
        } catch {
            return false
        }
    }

    private func checked<Result>(_ row: Row, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            let offset = (try? row.decode(Int64.self, atIndex: 0)) ?? 0
            throw StorageError(
                .damaged, file: path, "event \(offset) cannot be read; run `martlet verify`",
                cause: error)
        }
    }
}
