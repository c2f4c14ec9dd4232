import Commerce
import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The statement that finds an event by its id, for the rows of one transaction.
struct EventLookup {
    private let statement: Statement
    private let reader: EventReader

    init(_ db: GRDB.Database, _ reader: EventReader) throws {
        self.reader = reader
        statement = try db.cachedStatement(sql: "SELECT * FROM event WHERE id = ?")
    }

    /// What becomes of an event: nil where its id is new.
    ///
    /// The same content again is a duplicate. So is whatever comes under the id of an event that was
    /// forgotten: what that one said cannot be known, and it must not come back.
    func outcome(of entry: EventEntry) throws -> Appended? {
        statement.setUncheckedArguments([])
        try statement.bind(1, Data(entry.id))
        let rows = try Row.fetchCursor(statement)
        // The row is the statement's, which the cursor resets when it goes.
        return try withExtendedLifetime(rows) {
            guard let row = try rows.next() else { return nil }
            let offset: Int64 = try row.decode(atIndex: 0)
            guard let stored = try reader.event(row) else { return .duplicate(offset: offset) }
            // Byte by byte: equal strings may be spelt otherwise. What the receipt added is not theirs.
            return stored.event.binary == entry.logged.event.binary
                ? .duplicate(offset: offset) : .conflict(offset: offset)
        }
    }
}
