import Commerce
import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// The commands as an operator meets them.
@Suite(.serialized)
struct CommandTests {
    @Test(.timeLimit(.minutes(2)))
    func theDemoReachesALivePage() async throws {
        let server = try ServerProcess(
            executable: Binary.path, ["demo", "--port", "0", "--items", "300", "--pace", "50"])
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            let page = try await http.get("/")
            #expect(page.status == 200)
            #expect(String(decoding: page.body, as: UTF8.self).contains("<html"))
            let first = try await events(&http)
            for _ in 0..<100 where try await events(&http) <= first {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await events(&http) > first, "nobody shops")
        }
        #expect(server.stop() == 0)
    }

    private func events(_ http: inout HTTPConnection) async throws -> Double {
        let stats = try JSONParser.parse(try await http.get("/v1/stats").body)
        return stats.object?["events"]?.number ?? 0
    }

    @Test(.timeLimit(.minutes(1)))
    func backupWhileServingRestoresAndVerifies() async throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let server = try ServerProcess(
            executable: Binary.path, ["serve", "--data", shop, "--port", "0"])
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            _ = try await http.put("/v1/items/cup", Array(#"{"title": "Blue cup"}"#.utf8))
            for number in 0..<20 {
                let event = #"{"id": "e\#(number)", "type": "view", "user": "u", "item": "cup"}"#
                _ = try await http.post("/v1/events", Array(event.utf8))
            }
        }
        let busy = try Binary.run(["import", "events", "-", "--data", shop])
        #expect(busy.code != 0)
        #expect(busy.output.contains("in use"))
        let copy = directory.file("copy")
        #expect(try Binary.run(["backup", "--data", shop, copy]).code == 0)
        #expect(server.stop() == 0)
        #expect(try Binary.run(["backup", "--data", shop, copy]).code != 0, "not empty")
        let restored = directory.file("restored")
        #expect(try Binary.run(["restore", copy, "--data", restored]).code == 0)
        #expect(try Binary.run(["restore", copy, "--data", restored]).code != 0, "not empty")
        let verdict = try Binary.run(["verify", "--data", restored])
        #expect(verdict.code == 0)
        #expect(verdict.output.contains("20 offsets, 0 problems"))
        let export = try Binary.run(["export", "--data", restored, "--from", "20"])
        #expect(export.output.contains(#""id":"e19""#))
    }

    @Test(.timeLimit(.minutes(5)))
    func aShopWithoutEventsTrainsItsSearch() throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let lines = (0..<20).map { "{\"id\": \"r-\($0)\", \"title\": \"Thing \($0)\"}" }
        let file = directory.write(lines.joined(separator: "\n"), to: "items.jsonl")
        #expect(try Binary.run(["import", "items", file, "--data", shop]).code == 0)
        let (code, output) = try Binary.run(["train", "--data", shop, "--threads", "1"])
        #expect(code == 0, "\(output)")
        #expect(
            output.contains("20 items") && output.contains("no sequence model yet"), "\(output)")
        #expect(try Binary.run(["train", "--data", shop, "--continue"]).code != 0)
    }

    @Test func mistakesAreNamed() throws {
        let directory = TemporaryDirectory()
        let settings = directory.write(#"{"currency": "POUNDS"}"#, to: "settings.json")
        let cases: [([String], String)] = [
            (["verify", "--data", directory.file("none")], "is no data directory"),
            (["import", "cats", "x.csv", "--data", directory.file("d")], "none of items, events"),
            (["import", "items", directory.file("x.csv"), "--data", directory.file("d")], "x.csv"),
            (["serve", "--data", directory.file("d"), "--config", settings], "currency"),
            (["serve", "--data", directory.file("d"), "--log-level", "loud"], "is no level"),
        ]
        for (arguments, part) in cases {
            let result = try Binary.run(arguments)
            #expect(result.code != 0, "\(arguments)")
            #expect(result.output.contains(part), "\(arguments): \(result.output)")
        }
    }
}
