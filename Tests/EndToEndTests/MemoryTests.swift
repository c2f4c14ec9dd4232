import Commerce
import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// A server with a budget stays inside it whatever comes, and serves on.
struct MemoryTests {
    private static let budget = 256 << 20

    @Test(.timeLimit(.minutes(5)))
    func aFloodOfPeopleAndItemsStaysInside() async throws {
        let directory = TemporaryDirectory()
        let server = try ServerProcess(
            executable: Binary.path,
            [
                "serve", "--data", directory.path, "--port", "0", "--log-level", "error",
                "--memory", "256MB",
            ])
        defer { server.stop() }
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            for batch in 0..<40 {
                #expect(try await http.post("/v1/events", Self.visits(batch)).status == 200)
                #expect(server.residentBytes < Self.budget)
            }
            var statuses: Set<Int> = []
            for batch in 0..<60 {
                let reply = try await http.post("/v1/items:batch", Self.goods(batch))
                statuses.insert(reply.status)
                #expect(server.residentBytes < Self.budget)
                guard reply.status == 200 else {
                    #expect(reply.header("Retry-After") != nil)
                    #expect(String(decoding: reply.body, as: UTF8.self).contains("memory_full"))
                    break
                }
            }
            #expect(statuses.subtracting([200, 503]).isEmpty)
            // Known items change, people act, and answers come.
            let known = Array(#"{"title":"Lantern","stock":3}"#.utf8)
            #expect(try await http.put("/v1/items/i0-0", known).status == 200)
            #expect(try await http.post("/v1/events", Self.visits(41)).status == 200)
            let question = Array(#"{"placement":"home","user":"u41-1"}"#.utf8)
            #expect(try await http.post("/v1/recommend", question).status == 200)
            #expect(try await http.get("/healthz").status == 200)
            #expect(server.residentBytes < Self.budget)
        }
    }

    /// Five thousand people whom nobody saw before, with an item each.
    private static func visits(_ batch: Int) -> [UInt8] {
        lines(5000) { number in
            var event = Event(id: "e\(batch)-\(number)", type: .view)
            event.user = "u\(batch)-\(number)"
            event.item = "i\(number % 50)-\(number % 1999)"
            return event.fields
        }
    }

    private static func goods(_ batch: Int) -> [UInt8] {
        lines(2000) { number in
            let words = (0..<40).map { "word\(stableHash("\(batch) \(number) \($0)") % 20_000)" }
            return [
                "id": .string("i\(batch)-\(number)"), "title": .string("Item \(batch) \(number)"),
                "description": .string(words.joined(separator: " ")),
                "categories": .array(["Home", .string("Aisle \(number % 100)")]),
            ]
        }
    }

    private static func lines(_ count: Int, _ fields: (Int) -> Fields) -> [UInt8] {
        var writer = JSONWriter(reserving: count * 100)
        for number in 0..<count {
            writer.write(.object(fields(number)))
            writer.endLine()
        }
        return writer.bytes
    }
}
