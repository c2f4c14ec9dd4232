import Commerce
import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// What a server does when the machine under it fails: it answers on or stops with the reason, and
/// loses nothing that it acknowledged.
@Suite(.serialized)
struct FaultTests {
    private static func serve(_ shop: String) throws -> ServerProcess {
        try ServerProcess(
            executable: Binary.path,
            ["serve", "--data", shop, "--port", "0", "--log-level", "critical"])
    }

    private static func events(_ batch: Int) -> [Event] {
        (0..<500).map { number in
            var event = Event(id: "e\(batch)-\(number)", type: .view)
            event.user = "u\(number % 50)"
            event.item = "i\(stableHash("\(batch) \(number)") % 100)"
            return event
        }
    }

    private static func body(_ events: [Event]) -> [UInt8] {
        Value.array(events.map { .object($0.fields) }).json
    }

    /// A file may not outgrow a megabyte: what a full disk looks like to the log.
    @Test(.timeLimit(.minutes(3)))
    func aFullDiskRefusesEventsAndAnswersOn() async throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let full = try ServerProcess(
            executable: "/bin/bash",
            [
                "-c", "trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\"", Binary.path, "serve",
                "--data", shop, "--port", "0", "--log-level", "critical",
            ])
        let acknowledged = try await HTTPConnection.with(host: "127.0.0.1", port: full.port) {
            http in
            var acknowledged: [String] = []
            var refusals = 0
            for batch in 0..<200 where refusals < 3 {
                let events = Self.events(batch)
                let reply = try await http.post("/v1/events", Self.body(events))
                if reply.status == 200 {
                    acknowledged += events.map(\.id)
                } else {
                    refusals += 1
                    #expect(reply.status == 503 && reply.header("Retry-After") != nil)
                    #expect(String(decoding: reply.body, as: UTF8.self).contains("\"storage\""))
                }
                let question = Array(#"{"placement":"home","user":"u1"}"#.utf8)
                #expect(try await http.post("/v1/recommend", question).status == 200)
            }
            #expect(refusals == 3, "the limit was not reached")
            #expect(!acknowledged.isEmpty)
            return acknowledged
        }
        full.stop()
        // With room again everything acknowledged is there, and events are taken.
        let server = try Self.serve(shop)
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            let again = try await http.post("/v1/events", Self.body(Self.events(1000)))
            #expect(again.status == 200)
        }
        #expect(server.stop() == 0)
        let stored = try Binary.run(["export", "--data", shop]).output.split(separator: "\n")
            .compactMap { try JSONParser.parse(Array($0.utf8)).object?["id"]?.string }
        #expect(Set(stored).isSuperset(of: acknowledged))
        #expect(Set(stored).count == stored.count)
        #expect(try Binary.run(["verify", "--data", shop]).code == 0)
    }

    @Test(.timeLimit(.minutes(1)))
    func aPlaceThatCannotBeWrittenStopsTheStartWithTheReason() throws {
        let (code, output) = try Binary.run(["serve", "--data", "/proc/martlet", "--port", "0"])
        #expect(code != 0 && output.contains("/proc/martlet"), "\(output)")
    }

    @Test(.timeLimit(.minutes(1)))
    func aDamagedSnapshotAndModelLeaveTheAnswersAsTheLogHasThem() async throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let question = Array(#"{"placement":"home","user":"u1"}"#.utf8)
        func ids(_ server: ServerProcess) async throws -> [String] {
            try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
                let answer = try JSONParser.parse(
                    try await http.post("/v1/recommend", question).body)
                guard case .array(let items)? = answer.object?["items"] else { return [] }
                return items.compactMap { $0.object?["id"]?.string }
            }
        }
        let first = try Self.serve(shop)
        try await HTTPConnection.with(host: "127.0.0.1", port: first.port) { http in
            for batch in 0..<4 {
                let reply = try await http.post("/v1/events", Self.body(Self.events(batch)))
                #expect(reply.status == 200)
            }
        }
        let before = try await ids(first)
        #expect(before.count == 20 && first.stop() == 0)
        for file in ["state.snapshot", "models/serving"] {
            let path = "\(shop)/\(file)"
            try FileSystem.createFolder(FileSystem.parent(of: path))
            try FileSystem.replace(path, with: Array("garbage".utf8))
        }
        let second = try Self.serve(shop)
        #expect(try await ids(second) == before)
        #expect(second.stop() == 0)
    }
}
