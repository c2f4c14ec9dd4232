import Testing

/// Bytes that no honest client sends, and what comes of them.
struct HostileRequest: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// The status of the first answer.
        case status(Int)
        /// Refused with a status from 400 on, or cut off without an answer.
        case refused
    }

    var name: String
    var bytes: [UInt8]
    /// Whether the client then closes its side, as one does that has nothing more to say.
    var closes = true
    var outcome = Outcome.refused

    var testDescription: String { name }

    private init(
        _ name: String, _ text: String, closes: Bool = true, _ outcome: Outcome = .refused
    ) {
        self.name = name
        bytes = Array(text.utf8)
        self.closes = closes
        self.outcome = outcome
    }

    private static let event = #"{"id": "bad", "type": "view", "user": "u", "item": "i"}"#
    private static let long = String(repeating: "x", count: 100_000)

    private static func post(
        _ headers: String, _ body: String = "", path: String = "/v1/events"
    ) -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n\r\n\(body)"
    }

    private static func sized(_ body: String, path: String) -> String {
        post("Connection: close\r\nContent-Length: \(body.utf8.count)", body, path: path)
    }

    static let lengths = [
        HostileRequest("less than the length says", post("Content-Length: 500", event)),
        HostileRequest("no length", post("Content-Length: ", event)),
        HostileRequest("a length with a sign", post("Content-Length: +5", "{   }")),
        HostileRequest("a hexadecimal length", post("Content-Length: 0x5", "{   }")),
        HostileRequest("a length past every number", post("Content-Length: 9" + long, "{}")),
        HostileRequest(
            "a length past every integer", post("Content-Length: 99999999999999999999", "{}")),
        HostileRequest("a length of 10 GB", post("Content-Length: 10000000000", event)),
        HostileRequest(
            "two lengths", post("Content-Length: 5\r\nContent-Length: 6", "{   } ")),
        HostileRequest("a list of lengths", post("Content-Length: 5, 6", "{   } ")),
    ]

    static let chunks = [
        HostileRequest(
            "a chunk past every number",
            post("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFFF\r\n\(event)\r\n0\r\n\r\n")),
        HostileRequest(
            "a chunk of a negative size",
            post("Transfer-Encoding: chunked", "-5\r\n{}\r\n0\r\n\r\n")),
        HostileRequest(
            "a chunk longer than it says",
            post("Transfer-Encoding: chunked", "3\r\n\(event)\r\n0\r\n\r\n")),
        HostileRequest(
            "a chunk shorter than it says",
            post("Transfer-Encoding: chunked", "fff\r\n\(event)\r\n0\r\n\r\n")),
        HostileRequest("chunks without an end", post("Transfer-Encoding: chunked", "2\r\n{}\r\n")),
        HostileRequest(
            "an unknown encoding", post("Transfer-Encoding: xchunked", "2\r\n{}\r\n0\r\n\r\n")),
        HostileRequest(
            "two encodings",
            post(
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "2\r\n{}\r\n0\r\n\r\n")
        ),
        HostileRequest(
            "a megabyte too much in chunks",
            post("Connection: close\r\nTransfer-Encoding: chunked", path: "/v1/recommend")
                + String(
                    repeating: "10000\r\n" + String(repeating: " ", count: 65536) + "\r\n",
                    count: 17) + "0\r\n\r\n", .status(413)),
    ]

    static let heads = [
        HostileRequest("nothing", ""),
        HostileRequest("a blank in a header's name", "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n"),
        HostileRequest("a header without a colon", "GET /healthz HTTP/1.1\r\nHost\r\n\r\n"),
        HostileRequest(
            "a NUL in a header", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n"),
        HostileRequest(
            "a NUL in the address", "GET /healthz\0 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        HostileRequest("an address of 100 kB", "GET /\(long) HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        HostileRequest("a method of 100 kB", "\(long) / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        HostileRequest(
            "a head without an end",
            "GET / HTTP/1.1\r\n"
                + String(
                    repeating: "X: y\r\n", count: 50_000)),
        HostileRequest("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        HostileRequest("TLS", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}"),
        HostileRequest("a tunnel", "CONNECT example.org:443 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        HostileRequest(
            "another protocol",
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close, Upgrade\r\nUpgrade: websocket"
                + "\r\n\r\n", .status(200)),
        HostileRequest(
            "HTTP/1.0 without a host", "GET /healthz HTTP/1.0\r\n\r\n", .status(200)),
    ]

    static let bodies = [
        HostileRequest(
            "an open door after the last word",
            sized(#"{"placement": "home"}"#, path: "/v1/recommend"),
            .status(200)),
        HostileRequest(
            "a megabyte of brackets",
            sized(String(repeating: "[", count: 1 << 20), path: "/v1/recommend"), .status(400)),
        HostileRequest(
            "a name of half a megabyte of accents",
            sized(
                "{\"" + String(repeating: "\u{301}\u{323}", count: 125_000) + "\": 1}",
                path: "/v1/recommend"), .status(400)),
        HostileRequest(
            "seven million zeros",
            sized("[0" + String(repeating: ",0", count: 7_000_000) + "]", path: "/v1/events"),
            .status(400)),
        HostileRequest(
            "seven million lines",
            sized(String(repeating: "0\n", count: 7_000_000), path: "/v1/events"), .status(413)),
        HostileRequest(
            "an id in another normal form",
            sized(#"{"type": "view", "user": "e\u0301", "item": "i"}"#, path: "/v1/events"),
            .status(400)),
    ]

    static let all = lengths + chunks + heads + bodies
}
