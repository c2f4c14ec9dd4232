import Commerce
import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// Forgetting as an operator and a shopper see it: over HTTP, in files, in backups, across crashes.
@Suite(.serialized)
struct EraseTests {
    private let directory = TemporaryDirectory()
    private var shop: String { directory.file("shop") }

    /// Texts that only belong to the person, one of each kind that events and questions carry.
    private static let secrets = [
        "anna-zauberhaft", "visitor-zinnober", "session-quitte", "query zwiebelkuchen",
        "attribute-maulwurf", "event-id-nashorn", "region-feldberg", "visit-before-olm",
        "order-kaulquappe", "asked-for-wombat", "quarantined-lurch",
    ]
    /// Stands in the open, so that the search through the files can fail.
    private static let title = "Saltpetre lantern"

    // MARK: The person

    private func shopping(_ http: inout HTTPConnection) async throws {
        _ = try await http.put("/v1/items/i1", Array(#"{"title": "\#(Self.title)"}"#.utf8))
        _ = try await http.put("/v1/items/i2", Array(#"{"title": "Lamp"}"#.utf8))
        _ = try await http.put(
            "/v1/users/anna-zauberhaft", Array(#"{"region": "region-feldberg"}"#.utf8))
        let lines =
            [
                #"{"type": "view", "session": "visit-before-olm", "item": "i1"}"#,
                #"{"type": "view", "visitor": "visitor-zinnober", "session": "visit-before-olm", "item": "i1"}"#,
                #"{"type": "link", "user": "anna-zauberhaft", "visitor": "visitor-zinnober"}"#,
                #"{"type": "view", "user": "anna-zauberhaft", "session": "session-quitte", "item": "i1"}"#,
                #"{"id": "event-id-nashorn", "type": "purchase", "user": "anna-zauberhaft", "item": "i1", "order": "order-kaulquappe", "note": "attribute-maulwurf"}"#,
            ]
            + [String](
                repeating:
                    #"{"type": "search", "user": "anna-zauberhaft", "query": "query zwiebelkuchen"}"#,
                count: 5)
            + (0..<40).map {
                #"{"id": "b\#($0)", "type": "view", "user": "bert\#($0 % 4)", "item": "i2"}"#
            }
        let reply = try await http.send(
            "POST", "/v1/events", Array(lines.joined(separator: "\n").utf8),
            contentType: "application/x-ndjson")
        #expect(reply.status == 200)
        let question = #"{"query": "asked-for-wombat", "user": "anna-zauberhaft"}"#
        _ = try await http.post("/v1/search", Array(question.utf8))
    }

    private func forget(_ http: inout HTTPConnection) async throws -> Fields {
        let reply = try await http.send("DELETE", "/v1/users/anna-zauberhaft", [])
        #expect(reply.status == 200)
        return try #require(try JSONParser.parse(reply.body).object?["receipt"]?.object)
    }

    private func suggestions(_ http: inout HTTPConnection) async throws -> Value? {
        try JSONParser.parse(try await http.get("/v1/suggest?q=query").body).object?["suggestions"]
    }

    // MARK: Files

    /// Files below a folder, with what they hold.
    private func files(_ folder: String) throws -> [(path: String, bytes: [UInt8])] {
        try FileSystem.names(in: folder).flatMap { name in
            let path = "\(folder)/\(name)"
            if (try? FileSystem.names(in: path)) != nil { return try files(path) }
            return [(path, try FileSystem.read(path))]
        }
    }

    /// Which texts stand in which files, in UTF-8 or UTF-16.
    private func found(_ texts: [String], in folder: String) throws -> [String] {
        try files(folder).flatMap { path, bytes in
            texts.filter { text in
                let forms = [
                    Array(text.utf8), text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
                    text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] },
                ]
                return forms.contains { holds(bytes, $0) }
            }.map { "\($0) in \(path)" }
        }
    }

    private func holds(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        return (0...(bytes.count - part.count)).contains { place in
            bytes[place] == part[0]
                && bytes[place..<place + part.count].elementsEqual(part)
        }
    }

    private func serve(_ folder: String, _ log: String) throws -> ServerProcess {
        // With the most talkative log, which goes to a file that is searched too.
        try ServerProcess(
            executable: "/bin/sh",
            [
                "-c",
                "exec '\(Binary.path)' serve --data '\(folder)' --port 0 --log-level trace 2>> '\(log)'",
            ])
    }

    @Test(.timeLimit(.minutes(3)))
    func nothingOfAPersonRemains() async throws {
        let lines = directory.write(
            "type,user,item,time\nview,anna-zauberhaft,quarantined-lurch,yesterday\nview,bert,i,soon\n",
            to: "clicks.csv")
        #expect(try Binary.run(["import", "events", lines, "--data", shop]).code == 0)
        FileSystem.remove(lines)
        let quarantine = try FileSystem.read(shop + "/quarantine.jsonl")
        #expect(holds(quarantine, Array("quarantined-lurch".utf8)))
        let server = try serve(shop, directory.file("server.log"))
        let receipt = try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            try await shopping(&http)
            #expect(try await suggestions(&http) != .array([]))
            #expect(try Binary.run(["backup", "--data", shop, directory.file("before")]).code == 0)
            let receipt = try await forget(&http)
            #expect(try await http.get("/v1/users/anna-zauberhaft").status == 404)
            for _ in 0..<400 where try await suggestions(&http) != .array([]) {
                try await Task.sleep(for: .milliseconds(25))
            }
            #expect(try await suggestions(&http) == .array([]))
            let item = try JSONParser.parse(try await http.get("/v1/items/i1").body).object
            #expect(item?["last_7_days"]?.object?["views"] == 0)
            return receipt
        }
        #expect(receipt["events"] == 10 && receipt["visitors"] == 1 && receipt["slates"] == 1)
        #expect(try Binary.run(["backup", "--data", shop, directory.file("after")]).code == 0)
        #expect(try found(Self.secrets, in: directory.path) == [], "while it is served")
        #expect(server.stop() == 0)
        #expect(try found(Self.secrets, in: directory.path) == [])
        #expect(try found([Self.title], in: directory.path).count >= 3, "the search finds nothing")
        try await checkRestored(directory.file("before"))
        try await checkRestored(directory.file("after"))
        let verdict = try Binary.run(["verify", "--data", shop])
        #expect(verdict.output.contains("50 offsets, 0 problems"), "\(verdict.output)")
        #expect(verdict.output.contains("10 events forgotten, 1 receipts"), "\(verdict.output)")
    }

    /// A backup knows everybody but the person, whenever it was made.
    private func checkRestored(_ backup: String) async throws {
        let restored = backup + " restored"
        let result = try Binary.run(["restore", backup, "--data", restored])
        #expect(result.code == 0, "\(result.output)")
        let export = try Binary.run(["export", "--data", restored])
        #expect(export.output.split(separator: "\n").count == 40)
        let server = try serve(restored, restored + ".log")
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            #expect(try await http.get("/v1/users/anna-zauberhaft").status == 404)
            for number in 0..<4 {
                let reply = try await http.get("/v1/users/bert\(number)")
                let profile = try JSONParser.parse(reply.body).object
                guard case .array(let recent)? = profile?["recent"] else {
                    Issue.record("bert\(number) is gone")
                    continue
                }
                #expect(recent.count == 10)
            }
            let again = #"{"id": "event-id-nashorn", "type": "view", "user": "x", "item": "i1"}"#
            let reply = try JSONParser.parse(
                try await http.post("/v1/events", Array(again.utf8)).body)
            #expect(reply.object?["duplicates"] == 1)
        }
        #expect(server.stop() == 0)
    }

    @Test("an older backup forgets when the vault's copy is replaced")
    func vaultOnly() async throws {
        let server = try serve(shop, directory.file("server.log"))
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            try await shopping(&http)
            let backup = ["backup", "--data", shop, directory.file("copies/monday")]
            #expect(try Binary.run(backup).code == 0)
            _ = try await forget(&http)
        }
        let copies = directory.file("copies")
        let before = try Binary.run(["export", "--data", copies + "/monday"])
        #expect(before.output.contains("anna-zauberhaft"), "the copy is as it was")
        let only = try Binary.run([
            "backup", "--data", shop, "--vault-only", copies + "/monday",
        ])
        #expect(only.code == 0 && only.output.contains("copies/martlet.vault"), "\(only.output)")
        let after = try Binary.run(["export", "--data", copies + "/monday"])
        #expect(after.code == 0 && !after.output.contains("anna-zauberhaft"))
        #expect(after.output.contains("bert1"))
        #expect(server.stop() == 0)
        #expect(try FileSystem.names(in: copies) == ["martlet.vault", "monday"])
    }

    // MARK: Crashes

    @Test("killed while it forgets, it has forgotten or not begun", .timeLimit(.minutes(3)))
    func kill9() async throws {
        var rng = SeededRNG(seed: 7)
        var unacknowledged = 0
        for round in 0..<12 {
            let folder = directory.file("shop\(round)")
            let first = try serve(folder, directory.file("log"))
            try await HTTPConnection.with(host: "127.0.0.1", port: first.port) { http in
                try await shopping(&http)
            }
            let delay = Duration.microseconds(200 + rng.index(below: 12_000))
            async let isAcknowledged: Bool = {
                let receipt = try? await HTTPConnection.with(
                    host: "127.0.0.1", port: first.port
                ) { http in try await forget(&http) }
                return receipt != nil
            }()
            try await Task.sleep(for: delay)
            first.kill9()
            let wasAcknowledged = await isAcknowledged
            if !wasAcknowledged { unacknowledged += 1 }
            let second = try serve(folder, directory.file("log"))
            try await HTTPConnection.with(host: "127.0.0.1", port: second.port) { http in
                let known = try await http.get("/v1/users/anna-zauberhaft").status
                let offered = try await suggestions(&http) != .array([])
                #expect((known == 200) == offered, "half forgotten, round \(round)")
                if wasAcknowledged { #expect(known == 404, "round \(round)") }
                _ = try await forget(&http)
                #expect(try await http.get("/v1/users/anna-zauberhaft").status == 404)
            }
            #expect(second.stop() == 0)
            #expect(try found(Self.secrets, in: folder) == [], "round \(round)")
            let verdict = try Binary.run(["verify", "--data", folder])
            #expect(verdict.code == 0, "\(verdict.output)")
            let export = try Binary.run(["export", "--data", folder])
            #expect(export.output.split(separator: "\n").count == 40, "others, round \(round)")
        }
        #expect(unacknowledged > 0, "no kill came in time")
    }
}
