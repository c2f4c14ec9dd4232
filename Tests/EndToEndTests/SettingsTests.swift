import Service
import Storage
import TestSupport
import Testing

@Suite("Settings of a running server")
struct SettingsTests {
    /// The status of an event of a type that only settings make known.
    private static func send(_ id: String, _ http: inout HTTPConnection) async throws -> Int {
        let event = #"{"id":"\#(id)","type":"wishlist","user":"u","item":"i"}"#
        return try await http.post("/v1/events", Array(event.utf8)).status
    }

    private static func serve(
        _ shop: String, _ log: String, _ arguments: String...
    ) throws -> ServerProcess {
        try ServerProcess(
            executable: "/bin/bash",
            [
                "-c", "exec \"$0\" \"$@\" 2> '\(log)'", Binary.path, "serve", "--data", shop,
                "--port", "0",
            ] + arguments)
    }

    /// Waits until the log holds a text.
    private static func isTold(_ text: String, _ log: String) async throws -> Bool {
        for _ in 0..<1000 {
            if String(decoding: try FileSystem.read(log), as: UTF8.self).contains(text) {
                return true
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test("are read again on SIGHUP, and a damaged file changes nothing", .timeLimit(.minutes(3)))
    func hangUp() async throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let log = directory.file("log")
        try FileSystem.createFolder(shop)
        func write(_ text: String) throws {
            try FileSystem.replace("\(shop)/settings.json", with: Array(text.utf8))
        }
        try write("{}")
        let server = try Self.serve(shop, log)
        // One connection all the while: no request of it is dropped.
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            var status = try await Self.send("before", &http)
            #expect(status == 400)
            try write(#"{"event_types":["wishlist"]}"#)
            server.hangUp()
            // The signal is taken beside the requests.
            for attempt in 0..<1000 where status == 400 {
                try await Task.sleep(for: .milliseconds(50))
                status = try await Self.send("after-\(attempt)", &http)
            }
            #expect(status == 200)

            try write("{\n  \"event_types\": [],\n  \"limits\": {\"events_per_day\": -1}\n}")
            server.hangUp()
            #expect(try await Self.isTold("settings.json:3: limits.events_per_day", log))
            #expect(try await Self.send("still", &http) == 200)
        }
        #expect(server.stop() == 0)
    }

    @Test("say from which level on the log is written", .timeLimit(.minutes(3)))
    func logLevel() async throws {
        let directory = TemporaryDirectory()
        let (shop, log) = (directory.file("shop"), directory.file("log"))
        let server = try Self.serve(shop, log)
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            let quiet = try #require(try await http.get("/healthz").header("X-Request-Id"))
            try FileSystem.replace(
                "\(shop)/settings.json", with: Array(#"{"log_level": "debug"}"#.utf8))
            server.hangUp()
            #expect(try await Self.isTold("settings renewed", log))
            let told = try #require(try await http.get("/healthz").header("X-Request-Id"))
            #expect(try await Self.isTold(told, log))
            #expect(!String(decoding: try FileSystem.read(log), as: UTF8.self).contains(quiet))
        }
        #expect(server.stop() == 0)
        try FileSystem.replace(
            "\(shop)/settings.json", with: Array(#"{"log_level": "loud"}"#.utf8))
        let (code, output) = try Binary.run(["serve", "--data", shop, "--port", "0"])
        #expect(code != 0 && output.contains("settings.json:1: log_level"), "\(output)")
    }

    @Test("a slow request is logged with the caller's trace", .timeLimit(.minutes(3)))
    func slowRequest() async throws {
        let directory = TemporaryDirectory()
        let log = directory.file("log")
        let server = try Self.serve(directory.file("shop"), log, "--slow-ms", "0")
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        let lines = [
            "GET /healthz HTTP/1.1", "Host: localhost", "Connection: close",
            "traceparent: 00-\(trace)-00f067aa0ba902b7-01", "", "",
        ]
        let request = directory.write(lines.joined(separator: "\r\n"), to: "request")
        let (code, answer) = try Binary.shell(
            "bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(server.port); cat \(request) >&3; cat <&3'")
        #expect(code == 0 && answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
        #expect(try await Self.isTold(trace, log))
        #expect(try await Self.isTold("slow request", log))
        #expect(server.stop() == 0)
    }
}
