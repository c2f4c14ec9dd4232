import Engine
import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

/// A shop that has keys, and its server.
struct Door: Sendable {
    let port: Int
    let engine: Engine
    let access: SQLiteAccess
    let clock: SteppedClock
    /// A key of each role.
    let keys: [AccessRole: String]

    /// Serves an empty shop for as long as `body` runs.
    static func with(
        roles: [AccessRole] = AccessRole.allCases, limits: ShopLimits = ShopLimits(),
        _ change: (inout MartletServer.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (Door) async throws -> Void
    ) async throws {
        let directory = TemporaryDirectory()
        let clock = SteppedClock()
        let path = directory.file("shop")
        let engine = try Engine(path: path, clock: clock.clock)
        let access = try SQLiteAccess(folder: path)
        var keys: [AccessRole: String] = [:]
        for role in roles {
            keys[role] = try access.create(role, label: "", expires: nil, at: clock.clock.now())
                .text
        }
        let tenant = try Tenant(
            engine: engine, access: try SQLiteAccess(folder: path), limits: limits,
            clock: clock.clock)
        var options = MartletServer.Options()
        options.port = 0
        options.stopsWithGuest = true
        change(&options)
        let made = keys
        try await MartletServer(shop: tenant, options: options, clock: clock.clock).run { port in
            try await body(
                Door(port: port, engine: engine, access: access, clock: clock, keys: made))
        }
        try access.close()
    }

    /// One request on a connection of its own.
    func ask(
        _ method: String, _ path: String, key: String? = nil, _ body: [UInt8] = []
    ) async throws -> DoorReply {
        try await HTTPConnection.with(host: "127.0.0.1", port: port, key: key) { http in
            try await http.ask(method, path, body)
        }
    }

    /// Asks until the answer has a status: what is changed beside a server is seen a little later.
    func untilAnswered(
        _ status: Int, of method: String = "GET", _ path: String, key: String? = nil
    ) async throws -> DoorReply {
        var reply = try await ask(method, path, key: key)
        for _ in 0..<200 where reply.status != status {
            try await Task.sleep(for: .milliseconds(25))
            reply = try await ask(method, path, key: key)
        }
        return reply
    }

    /// One request that no library would send, and all that came back.
    func raw(_ text: String) async throws -> String {
        let socket = try RawSocket(port: port)
        defer { socket.end() }
        try socket.write(text)
        return await socket.read()
    }
}

/// An answer with its headers, not held against the description.
struct DoorReply: Sendable {
    var status: Int
    var code: String?
    var text: String
    var headers: @Sendable (String) -> String?
}

extension HTTPConnection {
    mutating func ask(
        _ method: String, _ path: String, _ body: [UInt8] = []
    ) async throws -> DoorReply {
        let reply = try await send(method, path, body)
        let error = try? JSONParser.parse(reply.body).object?["error"]
        return DoorReply(
            status: reply.status, code: error?.object?["code"]?.string,
            text: String(decoding: reply.body, as: UTF8.self), headers: { reply.header($0) })
    }
}
