import Engine
import Service
import Storage
import Testing

@Suite("pages of other sites")
struct BrowserTests {
    private static let event = #"{"id":"e","type":"view","user":"u","item":"i"}"#

    private static func post(_ headers: String) -> String {
        "POST /v1/events HTTP/1.1\r\nConnection: close\r\nContent-Type: text/plain\r\n\(headers)"
            + "Content-Length: \(event.utf8.count)\r\n\r\n\(event)"
    }

    static let refused = [
        ("foreign_host", "Host: evil.example\r\n"),
        ("foreign_host", "Host: 127.0.0.1.evil.example\r\n"),
        ("foreign_host", "Host: localhost.evil.example:8080\r\n"),
        ("foreign_host", "Host: 10.0.0.1\r\n"),
        ("cross_origin", "Host: localhost:80\r\nOrigin: https://evil.example\r\n"),
        ("cross_origin", "Host: localhost:80\r\nOrigin: null\r\n"),
        ("cross_origin", "Host: localhost:80\r\nOrigin: http://localhost:3000\r\n"),
        ("cross_origin", "Host: localhost:80\r\nSec-Fetch-Site: cross-site\r\n"),
        ("cross_origin", "Host: localhost:80\r\nSec-Fetch-Site: same-site\r\n"),
    ]

    @Test("an open server takes no write of theirs", arguments: refused.indices)
    func refusal(_ index: Int) async throws {
        let (code, headers) = Self.refused[index]
        try await Door.with(roles: []) { door in
            let text = try await door.raw(Self.post(headers))
            #expect(text.hasPrefix("HTTP/1.1 403") && text.contains("\"\(code)\""), "\(text)")
            #expect(!text.lowercased().contains("access-control-"))
            #expect(door.engine.statistics.events == 0)
        }
    }

    static let taken = [
        "Host: localhost\r\n", "Host: 127.0.0.1:8080\r\n", "Host: [::1]:8080\r\n",
        "Host: LOCALHOST:8080\r\n",
        "Host: localhost:80\r\nOrigin: http://localhost:80\r\nSec-Fetch-Site: same-origin\r\n",
    ]

    @Test("its own page may write, and what is no browser", arguments: taken.indices)
    func own(_ index: Int) async throws {
        try await Door.with(roles: []) { door in
            let text = try await door.raw(Self.post(Self.taken[index]))
            #expect(text.hasPrefix("HTTP/1.1 200"), "\(text)")
        }
    }

    @Test("a name that suddenly means this machine reads nothing")
    func rebinding() async throws {
        try await Door.with(roles: []) { door in
            let get =
                "GET /v1/events HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
            let text = try await door.raw(get)
            #expect(text.hasPrefix("HTTP/1.1 403"))
        }
    }

    @Test("where keys are asked for, the key is what counts")
    func withKeys() async throws {
        try await Door.with { door in
            let key = try #require(door.keys[.ingest])
            let headers = "Host: shop.example\r\nOrigin: https://other.example\r\n"
            #expect(try await door.raw(Self.post(headers)).hasPrefix("HTTP/1.1 401"))
            let shown = headers + "Authorization: Bearer \(key)\r\n"
            #expect(try await door.raw(Self.post(shown)).hasPrefix("HTTP/1.1 200"))
        }
    }
}
