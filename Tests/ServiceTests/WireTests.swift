import Engine
import Primitives
import Service
import Testing

@Suite("HTTP as no library would send it")
struct WireTests {
    private static func get(_ path: String, _ headers: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n"
    }

    /// How often a status line stands in what was read.
    private static func count(_ status: Int, in text: String) -> Int {
        text.matches(of: #/HTTP/1\.1 (\d+) /#).count { $0.1 == "\(status)" }
    }

    @Test("three requests at once are answered in their order")
    func pipelining() async throws {
        try await Server.with { server, http in
            let event = #"{"id": "e", "type": "view", "user": "u", "item": "i"}"#
            let socket = try RawSocket(port: server.port)
            defer { socket.end() }
            try socket.write(
                Self.get("/healthz")
                    + "POST /v1/events HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: \(event.utf8.count)\r\n\r\n\(event)"
                    + Self.get("/v1/events?after=0", "Connection: close\r\n"))
            let text = await socket.read()
            #expect(Self.count(200, in: text) == 3, "\(text)")
            let places = ["\"status\":\"ok\"", "\"accepted\":1", "\"last_offset\":1"].map {
                text.ranges(of: $0).first?.lowerBound
            }
            #expect(places.compactMap { $0 }.count == 3 && places.compactMap { $0 }.isSorted)
        }
    }

    static let floods = [
        (1...200).map { "X-\($0): y\r\n" }.joined(),
        "X-Long: \(String(repeating: "y", count: 40_000))\r\n",
        (1...60).map { "X-\($0): \(String(repeating: "y", count: 1000))\r\n" }.joined(),
    ]

    @Test("a flood of headers is refused", arguments: floods.indices)
    func flood(_ index: Int) async throws {
        try await Server.with { server, http in
            let socket = try RawSocket(port: server.port)
            defer { socket.end() }
            try socket.write(Self.get("/healthz", Self.floods[index]))
            let text = await socket.read()
            #expect(Self.count(200, in: text) == 0 && text.hasPrefix("HTTP/1.1 4"), "\(text)")
            #expect(try await http.call("GET", "/healthz").status == 200)
        }
    }

    static let broken = [
        "hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked"
            + "\r\n\r\n0\r\n\r\n",
    ]

    @Test("what is no HTTP is refused", arguments: broken.indices)
    func noHTTP(_ index: Int) async throws {
        try await Server.with { server, http in
            let socket = try RawSocket(port: server.port)
            defer { socket.end() }
            try socket.write(Self.broken[index])
            let text = await socket.read()
            #expect(Self.count(200, in: text) == 0, "\(text)")
            #expect(try await http.call("GET", "/healthz").status == 200)
            #expect(server.engine.statistics.events == 0)
        }
    }

    @Test("half a request and then nothing leaves the server alive and the log empty")
    func halfRequest() async throws {
        try await Server.with { server, http in
            let event = #"{"type": "view", "user": "u", "item": "i"}"#
            let starts = [
                "POST /v1/ev", "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Le",
                "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n\(event)",
            ]
            for start in starts {
                let socket = try RawSocket(port: server.port)
                try socket.write(start)
                socket.end()
                let rude = try RawSocket(port: server.port)
                try rude.write(start)
                rude.abort()
            }
            #expect(try await http.call("GET", "/healthz").status == 200)
            #expect(server.engine.statistics.events == 0)
        }
    }

    @Test("a body may come in chunks and drop by drop")
    func chunked() async throws {
        try await Server.with { server, http in
            let socket = try RawSocket(port: server.port)
            defer { socket.end() }
            try socket.write(
                "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n")
            for byte in #"{"type":"view","user":"u","item":"i"}"#.utf8 {
                try socket.write([0x31, 13, 10, byte, 13, 10])
            }
            try socket.write("0\r\n\r\n")
            let text = await socket.read()
            #expect(Self.count(200, in: text) == 1 && text.contains("\"accepted\":1"), "\(text)")
        }
    }

    @Test("HEAD is answered without a body, so that the next answer is understood")
    func head() async throws {
        try await Server.with { server, _ in
            let socket = try RawSocket(port: server.port)
            defer { socket.end() }
            let heads = ["/nowhere", "/v1/recommend", "/readyz"].map {
                "HEAD \($0) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            }
            try socket.write(heads.joined() + Self.get("/healthz", "Connection: close\r\n"))
            let text = await socket.read()
            #expect(Self.count(404, in: text) == 1 && Self.count(405, in: text) == 1)
            #expect(Self.count(200, in: text) == 2)
            #expect(!text.contains("no_such_route") && !text.contains("ready\""), "\(text)")
        }
    }

    @Test("a client that does not read its answers stops nobody else")
    func deaf() async throws {
        try await Server.with { server, http in
            try await http.stock()
            let socket = try RawSocket(port: server.port)
            defer { socket.abort() }
            try socket.write(String(repeating: Self.get("/openapi.json"), count: 100))
            for _ in 0..<20 { #expect(try await http.home("u").count == 9) }
        }
    }
}

extension Array where Element: Comparable {
    fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0 <= $1 } }
}
