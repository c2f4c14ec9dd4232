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
        let server = try ServerProcess(
            executable: "/bin/bash",
            [
                "-c", "exec \"$0\" \"$@\" 2> '\(log)'", Binary.path, "serve", "--data", shop,
                "--port", "0",
            ])
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
            var isTold = false
            for _ in 0..<1000 where !isTold {
                try await Task.sleep(for: .milliseconds(50))
                isTold = String(decoding: try FileSystem.read(log), as: UTF8.self)
                    .contains("settings.json:3: limits.events_per_day")
            }
            #expect(isTold)
            #expect(try await Self.send("still", &http) == 200)
        }
        #expect(server.stop() == 0)
    }
}
