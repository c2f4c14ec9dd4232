package import Commerce
import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Rules of the merchandisers. They are about searches, not about people: nothing is sealed.
extension SQLiteCatalogue {
    static let rules = (
        "rules",
        "CREATE TABLE rule (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID, STRICT"
    )

    package func put(_ rule: Rule) throws {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO rule (id, body) VALUES (?, ?)
                    ON CONFLICT (id) DO UPDATE SET body = excluded.body
                    """, arguments: [rule.id, Data(Stored.encode(rule.fields))])
        }
    }

    package func remove(rule id: String) throws {
        try database.write { db in
            try db.execute(sql: "DELETE FROM rule WHERE id = ?", arguments: [id])
        }
    }

    package func forEachRule(_ body: (Rule) throws -> Void) throws {
        try database.read { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT id, body FROM rule ORDER BY id")
            while let row = try rows.next() {
                let rule: Rule
                do {
                    let bytes = [UInt8](try row.decode(Data.self, atIndex: 1))
                    rule = try Rule(fields: Stored.decode(bytes), id: row.decode(atIndex: 0))
                } catch {
                    throw damaged("a rule cannot be read; run `martlet verify`", error)
                }
                try body(rule)
            }
        }
    }
}
