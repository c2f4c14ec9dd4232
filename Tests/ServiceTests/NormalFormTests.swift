import Engine
import JSON
import Primitives
import Service
import TestSupport
import Testing

/// Ids that look alike are one id: Unicode's form C is the only one that enters.
@Suite("the form of ids")
struct NormalFormTests {
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"

    /// A request with an id in some place, and the field that an error names.
    struct Entrance: Sendable, CustomTestStringConvertible {
        var method = "POST"
        var path: String
        var body: Value
        var field: String

        var testDescription: String { "\(method) \(path) \(field)" }

        /// The request with this id in its place.
        func request(_ id: String) -> (method: String, path: String, body: [UInt8]) {
            var writer = JSONWriter()
            writer.write(body)
            let text = String(decoding: writer.bytes, as: UTF8.self)
            let escaped = id.utf8.map { "%" + String($0, radix: 16) }.joined()
            return (
                method, path.replacing("ID", with: escaped),
                Array(text.replacing("ID", with: id).utf8)
            )
        }
    }

    private static func event(_ field: String) -> Entrance {
        var event: Fields = [
            "id": "e", "type": "view", "user": "u", "item": "i", "session": "s",
        ]
        event[field] = "ID"
        return Entrance(path: "/v1/events", body: .object(event), field: field)
    }

    private static func ask(_ path: String, _ field: String, _ value: Value = "ID") -> Entrance {
        var body: Fields =
            path == "/v1/search" ? ["query": "lamp"] : ["placement": "home"]
        body[field] = value
        return Entrance(path: path, body: .object(body), field: field)
    }

    static let all: [Entrance] =
        ["id", "user", "visitor", "session", "item", "request", "order"].map(event)
        + ["user", "visitor", "session", "item"].map { ask("/v1/recommend", $0) }
        + ["items", "exclude"].map { ask("/v1/recommend", $0, ["i", "ID"]) }
        + ["user", "visitor", "session"].map { ask("/v1/search", $0) }
        + [
            Entrance(method: "PUT", path: "/v1/items/ID", body: [:], field: "id"),
            Entrance(
                method: "PUT", path: "/v1/items/a", body: ["parent": "ID"], field: "parent"),
            Entrance(
                method: "PUT", path: "/v1/items/a", body: ["seller": "ID"], field: "seller"),
            Entrance(method: "PUT", path: "/v1/users/ID", body: [:], field: "id"),
        ]

    @Test("every entrance takes composed ids alone", arguments: all)
    func entrance(_ entrance: Entrance) async throws {
        try await Server.with { server, http in
            let (method, path, body) = entrance.request(Self.decomposed)
            let refused = try await http.call(method, path, body, as: "application/json")
            #expect(refused.status == 400 && refused.code == "malformed", "\(refused.value)")
            #expect(refused.field == entrance.field)
            #expect(server.engine.statistics.events == 0 && server.engine.statistics.items == 0)
            let (_, other, right) = entrance.request(Self.composed)
            let taken = try await http.call(method, other, right, as: "application/json")
            #expect(taken.status < 300, "\(taken.value)")
        }
    }

    @Test("what asks about or deletes an id by its address, and lines of a batch, take no other")
    func addresses() async throws {
        try await Server.with { server, http in
            let escaped = Self.decomposed.utf8.map { "%" + String($0, radix: 16) }.joined()
            for (method, path) in [
                ("GET", "/v1/items/"), ("DELETE", "/v1/items/"), ("GET", "/v1/users/"),
                ("DELETE", "/v1/users/"),
            ] {
                let answer = try await http.call(method, path + escaped)
                #expect(answer.code == "malformed", "\(method) \(path)")
            }
            for (path, line) in [
                ("/v1/events", #"{"type": "view", "user": "ID", "item": "i"}"#),
                ("/v1/items:batch", #"{"id": "ID"}"#),
            ] {
                let lines = [Self.composed, Self.decomposed].map { line.replacing("ID", with: $0) }
                let answer = try await http.lines(path, lines.joined(separator: "\n"))
                #expect(answer.int("accepted") == 1 && answer.int("rejected") == 1, "\(path)")
            }
        }
    }
}
