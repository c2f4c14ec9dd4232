import Engine
import Primitives
import Service
import Storage
import Testing

@Suite("what administrators did")
struct AuditTests {
    static let isServed = APIDescription.shared.operations.contains {
        $0.description == "DELETE /v1/users/{id}"
    }

    @Test("who is forgotten stands in the log, but not by name", .enabled(if: isServed))
    func forgotten() async throws {
        try await Door.with { door in
            let admin = try #require(door.keys[.admin])
            let known = try door.access.audit(last: 100).count
            _ = try await door.ask("PUT", "/v1/users/ada", key: admin, Array("{}".utf8))
            _ = try await door.ask("DELETE", "/v1/users/ada", key: door.keys[.query])
            #expect(try door.access.audit(last: 100).count == known)
            #expect(try await door.ask("DELETE", "/v1/users/ada", key: admin).status == 200)
            let records = try door.access.audit(last: 100)
            #expect(records.count == known + 1)
            let record = try #require(records.last)
            #expect(record.act == .userForgotten && record.outcome == "done")
            #expect(record.actor == AccessToken.id(in: admin))
            #expect(record.object == door.access.digest(of: "ada"))
            #expect(record.time == door.clock.clock.now())
        }
    }

    @Test("rules that are stored and removed stand in the log, by their names")
    func rules() async throws {
        try await Door.with { door in
            let admin = try #require(door.keys[.admin])
            let known = try door.access.audit(last: 100).count
            let rule = Array(#"{"then": {"redirect": "/sale"}}"#.utf8)
            _ = try await door.ask("PUT", "/v1/rules/autumn", key: admin, rule)
            _ = try await door.ask("DELETE", "/v1/rules/autumn", key: admin)
            _ = try await door.ask("DELETE", "/v1/rules/autumn", key: admin)
            let records = try door.access.audit(last: 100).dropFirst(known)
            #expect(records.map(\.act) == [.ruleStored, .ruleRemoved, .ruleRemoved])
            #expect(records.map(\.outcome) == ["done", "done", "not_found"])
            #expect(records.allSatisfy { $0.object == "autumn" })
        }
    }
}
