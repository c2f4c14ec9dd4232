import Commerce
import GRDB

/// The statement that finds an event by its id, for the rows of one transaction.
struct EventLookup {
    private let statement: Statement

    init(_ db: GRDB.Database) throws {
        statement = try db.cachedStatement(sql: "SELECT offset, digest FROM event WHERE id = ?")
    }

    /// What becomes of an event: nil where its id is new.
    func outcome(of id: String, digest: Int64) throws -> Appended? {
        statement.setUncheckedArguments([])
        try statement.bind(1, id)
        let rows = try Row.fetchCursor(statement)
        // The row is the statement's, which the cursor resets when it goes.
        return try withExtendedLifetime(rows) {
            guard let row = try rows.next() else { return nil }
            let offset: Int64 = try row.decode(atIndex: 0)
            let stored: Int64 = try row.decode(atIndex: 1)
            return stored == digest ? .duplicate(offset: offset) : .conflict(offset: offset)
        }
    }
}
