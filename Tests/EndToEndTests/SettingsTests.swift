import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

@Suite("Settings of a running server")
struct SettingsTests {
    /// Asks again and again until the answer is as wanted: the signal is taken beside the requests.
    private static func wait(until isSo: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<1200 {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test("are read again on SIGHUP, and a damaged file changes nothing", .timeLimit(.minutes(3)))
    func hangUp() async throws {
        let directory = TemporaryDirectory()
        let shop = directory.file("shop")
        let log = directory.file("log")
        let file = "\(shop)/settings.json"
        try FileSystem.createFolder(shop)
        func write(_ text: String) throws { try FileSystem.replace(file, with: Array(text.utf8)) }
        try write("{}")
        let server = try ServerProcess(
            executable: "/bin/bash",
            [
                "-c", "exec \"$0\" \"$@\" 2> '\(log)'", Binary.path, "serve", "--data", shop,
                "--port", "0",
            ])
        // One connection all the while: no request of it is dropped.
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            var sent = 0
            func isTaken() async throws -> Bool {
                sent += 1
                let event = #"{"id":"e\#(sent)","type":"wishlist","user":"u","item":"i"}"#
                let reply = try await http.post("/v1/events", Array(event.utf8))
                let isTaken = reply.status == 200
                #expect(isTaken || reply.status == 400, "status \(reply.status)")
                return isTaken
            }
            #expect(try await !isTaken())
            try write(#"{"event_types":["wishlist"]}"#)
            server.hangUp()
            #expect(try await Self.wait(until: isTaken))

            try write("{\n  \"event_types\": [],\n  \"limits\": {\"events_per_day\": -1}\n}")
            server.hangUp()
            #expect(
                try await Self.wait {
                    String(decoding: try FileSystem.read(log), as: UTF8.self)
                        .contains("settings.json:3: limits.events_per_day")
                })
            #expect(try await isTaken())
        }
        #expect(server.stop() == 0)
    }
}
