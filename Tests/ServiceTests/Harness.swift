import Engine
import JSON
import Primitives
import Service
import TestSupport

/// A server of its own for one test, with an empty engine behind it.
struct Server: Sendable {
    let engine: Engine
    let port: Int

    /// Serves an empty shop for as long as `body` runs, with one connection to it.
    static func with(
        _ configuration: EngineConfiguration = EngineConfiguration(),
        clock: WallClock = .system,
        _ body: @escaping @Sendable (Server, inout HTTPConnection) async throws -> Void
    ) async throws {
        let directory = TemporaryDirectory()
        try await with(directory, configuration, clock: clock) { server in
            try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
                try await body(server, &http)
            }
        }
    }

    /// Serves a folder for as long as `body` runs, then stops as on SIGTERM.
    static func with(
        _ directory: TemporaryDirectory,
        _ configuration: EngineConfiguration = EngineConfiguration(),
        clock: WallClock = .system,
        _ body: @escaping @Sendable (Server) async throws -> Void
    ) async throws {
        let engine = try Engine(
            path: directory.file("data"), configuration: configuration, clock: clock)
        var options = MartletServer.Options()
        options.port = 0
        options.stopsWithGuest = true
        try await MartletServer(shop: Tenant(engine: engine), options: options).run { port in
            try await body(Server(engine: engine, port: port))
        }
    }
}

/// An answer, read.
struct Answer: Sendable {
    var status: Int
    var value: Value
    /// The body as it came.
    var body: [UInt8]

    subscript(name: String) -> Value? { value.object?[name] }

    /// The error's code, and the field it names.
    var code: String? { self["error"]?.object?["code"]?.string }
    var field: String? { self["error"]?.object?["field"]?.string }

    func int(_ name: String) -> Int? { self[name]?.number.map { Int($0) } }

    func list(_ name: String) -> [Fields] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements.compactMap(\.object)
    }

    /// The ids of the items, in order.
    var ids: [String] { list("items").compactMap { $0["id"]?.string } }
}

extension HTTPConnection {
    /// Sends a request and holds its answer against the API's description.
    mutating func call(
        _ method: String, _ path: String, _ body: [UInt8] = [], as contentType: String? = nil
    ) async throws -> Answer {
        let reply = try await send(method, path, body, contentType: contentType)
        let value = try APIDescription.shared.check(reply, to: method, path)
        return Answer(status: reply.status, value: value, body: reply.body)
    }

    mutating func call(
        _ method: String, _ path: String, _ body: Value
    ) async throws -> Answer {
        try await call(method, path, bytes(of: body), as: "application/json")
    }

    mutating func lines(_ path: String, _ text: String) async throws -> Answer {
        try await call("POST", path, Array(text.utf8), as: "application/x-ndjson")
    }

    @discardableResult
    mutating func event(_ fields: Value) async throws -> Answer {
        try await call("POST", "/v1/events", fields)
    }

    mutating func recommend(_ fields: Value) async throws -> Answer {
        try await call("POST", "/v1/recommend", fields)
    }

    mutating func search(_ fields: Value) async throws -> Answer {
        try await call("POST", "/v1/search", fields)
    }

    /// The home of a user: ids, best first.
    mutating func home(_ user: String) async throws -> [String] {
        try await recommend(["placement": "home", "user": .string(user)]).ids
    }

    /// The events of the log.
    mutating func log() async throws -> [Fields] {
        try await call("GET", "/v1/events?limit=1000").list("events")
    }
}

func bytes(of value: Value) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(value)
    return writer.bytes
}
