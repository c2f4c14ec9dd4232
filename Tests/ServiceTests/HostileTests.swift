import Engine
import Primitives
import Service
import Storage
import TestSupport
import Testing

@Suite("hostile requests")
struct HostileTests {
    @Test(
        "are refused; the server is up; what it acknowledged is there",
        arguments: HostileRequest.all)
    func attack(_ request: HostileRequest) async throws {
        let directory = TemporaryDirectory()
        try await Server.with(directory) { server in
            try await Self.acknowledged("before", by: server)
            let socket = try RawSocket(port: server.port)
            let text = await socket.exchange(request.bytes, thenHalfClose: request.closes)
            socket.end()
            let status = text.firstMatch(of: #/HTTP/1\.1 (\d+) /#).flatMap { Int($0.1) }
            switch request.outcome {
            case .status(let wanted): #expect(status == wanted, "\(text.prefix(300))")
            case .refused: #expect(status.map { $0 >= 400 } ?? true, "\(text.prefix(300))")
            }
            try await Self.acknowledged("after", by: server)
        }
        try Self.verify(directory, events: 2)
    }

    @Test("a hundred requests at once, of which every third is bad, are answered in their order")
    func pipelining() async throws {
        let directory = TemporaryDirectory()
        try await Server.with(directory) { server in
            var text = ""
            for number in 0..<100 {
                let item = number % 3 == 0 ? "null" : "\"i\""
                let event = #"{"id": "e\#(number)", "type": "view", "user": "u", "item": \#(item)}"#
                text += "POST /v1/events HTTP/1.1\r\nHost: localhost\r\n"
                text += "Content-Length: \(event.utf8.count)\r\n\r\n\(event)"
            }
            let socket = try RawSocket(port: server.port)
            defer { socket.end() }
            let answer = await socket.exchange(Array(text.utf8), thenHalfClose: true)
            let answers = answer.matches(of: #/HTTP/1\.1 (\d+) /#).map { $0.1 }
            #expect(answers == (0..<100).map { $0 % 3 == 0 ? "400" : "200" })
        }
        try Self.verify(directory, events: 66)
    }

    @Test("three hundred connections that say nothing, or half a word, keep nobody out")
    func idle() async throws {
        let directory = TemporaryDirectory()
        try await Server.with(directory) { server in
            let sockets = try (0..<300).map { number in
                let socket = try RawSocket(port: server.port)
                if number % 2 == 0 {
                    try socket.write("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX")
                }
                if number % 3 == 0 { socket.halfClose() }
                return socket
            }
            try await Self.acknowledged("among them", by: server)
            for (number, socket) in sockets.enumerated() {
                if number % 2 == 0 { socket.abort() } else { socket.end() }
            }
            try await Self.acknowledged("after them", by: server)
        }
        try Self.verify(directory, events: 2)
    }

    @Test("a server's own clock may be wrong: 1970, then 2100, then right again")
    func clocks() async throws {
        let directory = TemporaryDirectory()
        let years = [1_790_000_000, 0, 4_200_000_000, 1_790_000_100].map { seconds in
            Timestamp(microseconds: seconds * 1_000_000)
        }
        for (number, now) in years.enumerated() {
            try await Server.with(directory, clock: WallClock { now }) { server in
                try await Self.acknowledged("e\(number)", by: server)
                try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
                    _ = try await http.call("PUT", "/v1/items/i", ["title": "Lamp"])
                    let home = try await http.home("somebody")
                    #expect(home == ["i"])
                    let log = try await http.log()
                    #expect(log.count == number + 1)
                }
            }
        }
        try Self.verify(directory, events: 4)
    }

    private static func acknowledged(_ id: String, by server: Server) async throws {
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            #expect(try await http.call("GET", "/healthz").status == 200)
            let event: Value = ["id": .string(id), "type": "view", "user": "u", "item": "i"]
            let answer = try await http.event(event)
            #expect(answer.int("accepted") == 1, "\(answer.value)")
        }
    }

    /// What `martlet verify` looks for, and that the log holds as many events as it should.
    private static func verify(_ directory: TemporaryDirectory, events: Int) throws {
        let data = try DataDirectory(reading: directory.file("data"))
        #expect(try data.problems().isEmpty)
        #expect(try data.log.read(from: 1, limit: 1000).count == events)
        try data.close()
    }
}
