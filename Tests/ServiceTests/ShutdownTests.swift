import Commerce
import Engine
import Primitives
import Service
import Synchronization
import TestSupport
import Testing

@Suite("stopping, and shoppers in great number")
struct ShutdownTests {
    /// Ids of events that a server said it has, shared by clients.
    private final class Acknowledged: Sendable {
        private let state = Mutex<Set<String>>([])
        var ids: Set<String> { state.withLock { $0 } }
        func insert(_ id: String) { state.withLock { _ = $0.insert(id) } }
    }

    @Test("a stop under load loses nothing that was acknowledged")
    func underLoad() async throws {
        let directory = TemporaryDirectory()
        let acknowledged = Acknowledged()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Server.with(directory) { server in
                    port.yield(server.port)
                    while acknowledged.ids.count < 200 {
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    port.finish()
                }
            }
            for await port in ports {
                for client in 0..<8 {
                    group.addTask { await Self.send(client, port, acknowledged) }
                }
            }
            try await group.waitForAll()
        }
        let engine = try Engine(path: directory.file("data"))
        let kept = Set(try engine.events(from: 1, limit: 100_000).map(\.event.id))
        #expect(acknowledged.ids.count >= 200)
        #expect(acknowledged.ids.subtracting(kept) == [])
        try await engine.close()
    }

    /// Sends events until the server takes no more.
    private static func send(_ client: Int, _ port: Int, _ acknowledged: Acknowledged) async {
        do {
            try await HTTPConnection.with(host: "127.0.0.1", port: port) { http in
                for number in 0..<100_000 {
                    let id = "\(client)-\(number)"
                    let reply = try await http.event([
                        "id": .string(id), "type": "view", "user": "u", "item": "i",
                    ])
                    guard reply.status == 200 else {
                        #expect(reply.status == 503)
                        return
                    }
                    acknowledged.insert(id)
                }
            }
        } catch {
            // The connection ended: the server is gone.
        }
    }

    @Test("a request that does not end does not hold up a stop for ever")
    func stubbornClient() async throws {
        let directory = TemporaryDirectory()
        let engine = try Engine(path: directory.file("data"))
        var options = MartletServer.Options()
        options.port = 0
        options.stopsWithGuest = true
        options.stopPatience = .milliseconds(200)
        let sockets = Mutex<[RawSocket]>([])
        try await MartletServer(shop: Tenant(engine: engine), options: options).run { port in
            let socket = try RawSocket(port: port)
            sockets.withLock { $0 = [socket] }
            try socket.write(
                "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{")
            try await HTTPConnection.with(host: "127.0.0.1", port: port) { http in
                _ = try await http.event(["id": "e", "type": "view", "user": "u", "item": "i"])
            }
        }
        let again = try Engine(path: directory.file("data"))
        #expect(try again.events(from: 1, limit: 10).map(\.event.id) == ["e"])
        try await again.close()
        for socket in sockets.withLock({ $0 }) { socket.end() }
    }

    @Test("a stopped server has let its folder go, and another one goes on from there")
    func restart() async throws {
        let directory = TemporaryDirectory()
        let homes = Mutex<[[String]]>([])
        for round in 0..<2 {
            try await Server.with(directory) { server in
                try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
                    if round == 0 {
                        try await http.stock()
                        try await http.click("lamp-1", "user", "u")
                    }
                    let home = try await http.home("u")
                    homes.withLock { $0.append(home) }
                }
            }
        }
        let seen = homes.withLock { $0 }
        #expect(seen[0] == seen[1] && seen[0].contains("lamp-2"))
    }
}
