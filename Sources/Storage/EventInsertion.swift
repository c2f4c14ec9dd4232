import Commerce
import GRDB
import Primitives

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The statement that stores an event, for the rows of one transaction.
///
/// It binds by hand: an array of arguments for every row costs more than the row itself.
struct EventInsertion {
    private let db: GRDB.Database
    private let statement: Statement
    private let month: String

    init(_ db: GRDB.Database, month: String) throws {
        self.db = db
        self.month = month
        statement = try db.cachedStatement(
            sql: """
                INSERT INTO event (offset, id, subject, received, parent, origin, request, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """)
    }

    /// Stores an event; false where its id is there already.
    func insert(_ entry: EventEntry, offset: Int64) throws -> Bool {
        // Takes the last row's values away, and the statement back to its start.
        statement.setUncheckedArguments([])
        try statement.bind(1, offset)
        try statement.bind(2, Data(entry.id))
        try statement.bind(3, entry.subject.number)
        try statement.bind(4, entry.logged.received.microseconds)
        try entry.logged.parent.map { try statement.bind(5, $0) }
        try statement.bind(6, Int64(entry.logged.origin.rawValue))
        try entry.logged.event.request.map { try statement.bind(7, $0) }
        try statement.bind(8, Data(entry.sealed(month: month, offset: offset)))
        try statement.execute()
        return db.changesCount == 1
    }
}

extension Statement {
    /// Gives the parameter of an index, from 1, its value, which is copied.
    func bind(_ index: CInt, _ value: some StatementBinding) throws {
        let code = unsafe value.bind(to: sqliteStatement, at: index)
        guard code == 0 else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
