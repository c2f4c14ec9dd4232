import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// What a shop's own answers say of a policy that was judged while the ranker made them.
struct PolicyTests {
    @Test(.timeLimit(.minutes(3)))
    func storedAnswersJudgeACandidate() async throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        try FileSystem.createFolder(shop)
        let settings =
            #"{"policy": {"enabled": true, "gate_answers": 50, "promotes": false, "#
            + #""delay_s": 0.1, "window_s": 0.5}}"#
        try FileSystem.replace("\(shop)/settings.json", with: Array(settings.utf8))
        let server = try ServerProcess(
            executable: Binary.path, ["serve", "--data", shop, "--port", "0"])
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            for item in 0..<20 {
                _ = try await http.put("/v1/items/i\(item)", Array(#"{"title": "Thing"}"#.utf8))
                let view = #"{"type": "view", "user": "o", "item": "i\#(item)"}"#
                _ = try await http.post("/v1/events", Array(view.utf8))
            }
            // Fifty answers make a candidate, which the next ones judge.
            var candidate: String?
            for round in 0..<100 where candidate == nil {
                try await serve(60, "a\(round)", &http)
                try await Task.sleep(for: .milliseconds(200))
                candidate = try fields(await http.get("/v1/policy").body)["candidate"]?.string
            }
            #expect(candidate == "p-1")
            try await serve(60, "b", &http)
        }
        #expect(server.stop() == 0)

        let result = try Binary.run(
            ["evaluate", "policy", "--data", shop, "--json", "--resamples", "50"])
        #expect(result.code == 0, "\(result.output)")
        let lines = result.output.split(separator: "\n").map(String.init)
        let place = try #require(lines.firstIndex(of: "p-1:"))
        let figures = try fields(Array(lines[place + 1].utf8))
        #expect((figures["decisions"]?.number ?? 0) >= 30)
        #expect((figures["logged"]?.number ?? 0) > 0)
        let (low, estimate, high) = (
            try #require(figures["dr_low"]?.number), try #require(figures["dr"]?.number),
            try #require(figures["dr_high"]?.number)
        )
        #expect(low <= estimate && estimate <= high)
    }

    private func fields(_ bytes: [UInt8]) throws -> Fields {
        try #require(try JSONParser.parse(String(decoding: bytes, as: UTF8.self)).object)
    }

    /// Every third answer is turned to.
    private func serve(
        _ count: Int, _ name: String, _ http: inout HTTPConnection
    ) async throws {
        for number in 0..<count {
            let ask = #"{"placement": "home", "visitor": "\#(name)-\#(number)"}"#
            let page = try fields(await http.post("/v1/recommend", Array(ask.utf8)).body)
            guard number % 3 == 0, let request = page["request"]?.string,
                case .array(let items)? = page["items"],
                let item = items.first?.object?["id"]?.string
            else { continue }
            let click =
                #"{"type": "click", "visitor": "v", "item": "\#(item)", "request": "\#(request)"}"#
            _ = try await http.post("/v1/events", Array(click.utf8))
        }
    }
}
