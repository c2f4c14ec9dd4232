import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// Keys as an operator handles them, beside a running server.
@Suite(.serialized)
struct KeyTests {
    private func status(_ port: Int, _ path: String, key: String? = nil) async throws -> Int {
        try await HTTPConnection.with(host: "127.0.0.1", port: port, key: key) {
            try await $0.get(path).status
        }
    }

    /// The key that was printed, among what was said beside it.
    private static func key(in output: String) throws -> String {
        String(try #require(output.split(separator: "\n").first { $0.hasPrefix("mk_") }))
    }

    /// Asks until the answer has a status.
    private func waits(
        for wanted: Int, _ port: Int, _ path: String, key: String?
    ) async throws -> Bool {
        for _ in 0..<200 {
            if try await status(port, path, key: key) == wanted { return true }
            try await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    @Test(.timeLimit(.minutes(1)))
    func keysAreMadeListedAndRevokedWhileServing() async throws {
        let shop = TemporaryDirectory().file("shop")
        let server = try ServerProcess(
            executable: Binary.path, ["serve", "--data", shop, "--port", "0"])
        #expect(try await status(server.port, "/v1/stats") == 200)
        let made = try Binary.run([
            "keys", "create", "--data", shop, "--role", "admin", "--label", "console", "--expires",
            "2099-01-01",
        ])
        #expect(made.code == 0 && made.output.contains("shown once"))
        let key = try Self.key(in: made.output)
        #expect(try await waits(for: 200, server.port, "/v1/stats", key: key))
        #expect(try await waits(for: 401, server.port, "/v1/stats", key: nil))
        let id = try #require(AccessToken.id(in: key))
        let list = try Binary.run(["keys", "list", "--data", shop])
        #expect(list.output.contains(id) && list.output.contains("console"))
        #expect(list.output.contains("expires 2099-01-01") && !list.output.contains(key))
        #expect(try Binary.run(["keys", "revoke", id, "--data", shop]).code == 0)
        #expect(try await waits(for: 401, server.port, "/v1/stats", key: key))
        #expect(try Binary.run(["keys", "list", "--data", shop]).output.contains("revoked"))
        #expect(server.stop() == 0)
        let audit = try Binary.run(["audit", "--data", shop])
        for word in ["configuration.changed", "key.created  \(id)", "key.revoked  \(id)"] {
            #expect(audit.output.contains(word), "\(audit.output)")
        }
        let lines = try Binary.run(["audit", "--data", shop, "--last", "1", "--json"]).output
        #expect(try JSONParser.parse(Array(lines.utf8)).object?["act"] == "key.revoked")
    }

    @Test func anOpenDoorToOthersIsRefused() throws {
        let directory = TemporaryDirectory()
        let cases: [([String], String)] = [
            (["serve", "--data", directory.file("d"), "--host", "0.0.0.0"], "martlet keys create"),
            (["serve", "--data", directory.file("d"), "--tls-key", "x"], "belong together"),
            (["serve"], "either --data DIR or --shops"),
            (["serve", "--shops", directory.path + "/none"], "none"),
            (["keys", "create", "--data", directory.file("k"), "--role", "boss"], "ingest, query"),
            (
                [
                    "keys", "create", "--data", directory.file("k"), "--role", "query", "--expires",
                    "2001-01-01",
                ], "no day or time to come"
            ),
            (["keys", "list", "--data", directory.file("none")], "is no data directory"),
            (["keys", "revoke", "x", "--data", directory.file("d")], "holds no key x"),
        ]
        for (arguments, part) in cases {
            let result = try Binary.run(arguments)
            #expect(result.code != 0, "\(arguments)")
            #expect(result.output.contains(part), "\(arguments): \(result.output)")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func severalShopsAreServedAndABrokenOneHindersNone() async throws {
        let root = TemporaryDirectory()
        var keys: [String: String] = [:]
        for name in ["alpha", "bravo", "broken"] {
            let made = try Binary.run([
                "keys", "create", "--data", root.file(name), "--role", "admin",
            ])
            keys[name] = try Self.key(in: made.output)
        }
        root.write(#"{"limits": {"events_per_day": 1}}"#, to: "alpha/settings.json")
        root.write("no database", to: "broken/catalogue.sqlite")
        let server = try ServerProcess(
            executable: Binary.path,
            ["serve", "--shops", root.path, "--port", "0", "--log-level", "critical"])
        let port = server.port
        #expect(try await status(port, "/shops/alpha/v1/stats", key: keys["alpha"]) == 200)
        #expect(try await status(port, "/v1/stats", key: keys["bravo"]) == 200)
        #expect(try await status(port, "/shops/alpha/v1/stats", key: keys["bravo"]) == 401)
        #expect(try await status(port, "/shops/broken/v1/stats", key: keys["broken"]) == 503)
        #expect(try await status(port, "/shops/broken/v1/stats", key: keys["alpha"]) == 401)
        try await HTTPConnection.with(host: "127.0.0.1", port: port, key: keys["alpha"]) { http in
            for (id, status) in [(1, 200), (2, 429)] {
                let event = #"{"id": "\#(id)", "type": "view", "user": "u", "item": "i"}"#
                let reply = try await http.post("/v1/events", Array(event.utf8))
                #expect(reply.status == status)
            }
        }
        #expect(server.stop() == 0)
    }
}
