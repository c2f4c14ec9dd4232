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

    init(_ db: GRDB.Database) throws {
        self.db = db
        statement = try db.cachedStatement(
            sql: """
                INSERT INTO event (offset, id, digest, received, parent, origin, request, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """)
    }

    /// Stores an event; false where its id is there already.
    func insert(_ logged: LoggedEvent, body: [UInt8], digest: Int64, offset: Int64) throws -> Bool {
        // Takes the last row's values away, and the statement back to its start.
        statement.setUncheckedArguments([])
        try statement.bind(1, offset)
        try statement.bind(2, logged.event.id)
        try statement.bind(3, digest)
        try statement.bind(4, logged.received.microseconds)
        try logged.parent.map { try statement.bind(5, $0) }
        try statement.bind(6, Int64(logged.origin.rawValue))
        try logged.event.request.map { try statement.bind(7, $0) }
        try statement.bind(8, Data(body))
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
