import Commerce
import JSON
import Primitives
import Service
import Storage
import Synchronization
import TestSupport
import Testing

/// Invariant 2: an acknowledged event is durable and applied exactly once, whatever is killed when.
@Suite(.serialized)
struct KillTests {
    /// Events that the server acknowledged.
    private final class Ledger: Sendable {
        let acknowledged = Mutex<Set<String>>([])
        let sent = Mutex<Set<String>>([])
    }

    private static let rounds = 20

    @Test(.timeLimit(.minutes(3)))
    func nothingAcknowledgedIsLostByKill9() async throws {
        let directory = TemporaryDirectory()
        let ledger = Ledger()
        var rng = SeededRNG(seed: 20)
        for round in 0..<Self.rounds {
            let server = try ServerProcess(
                executable: Binary.path,
                ["serve", "--data", directory.path, "--port", "0", "--log-level", "critical"])
            let delay = Duration.milliseconds(20 + rng.index(below: 400))
            await withTaskGroup(of: Void.self) { group in
                for connection in 0..<4 {
                    group.addTask {
                        await Self.send(to: server.port, "\(round)-\(connection)", ledger)
                    }
                }
                group.addTask {
                    try? await Task.sleep(for: delay)
                    server.kill9()
                }
            }
        }
        try await check(directory.path, ledger)
    }

    /// Sends batches and single events until the connection breaks; some are sent twice.
    private static func send(to port: Int, _ name: String, _ ledger: Ledger) async {
        try? await HTTPConnection.with(host: "127.0.0.1", port: port) { http in
            var number = 0
            while true {
                let events = (0..<(number % 3 == 0 ? 50 : 1)).map { index in
                    event("\(name)-\(number)-\(index)")
                }
                ledger.sent.withLock { $0.formUnion(events.map(\.id)) }
                let body = Value.array(events.map { .object($0.fields) }).json
                for _ in 0..<(number % 5 == 0 ? 2 : 1) {
                    let reply = try await http.post("/v1/events", body)
                    guard reply.status == 200 else { return }
                    ledger.acknowledged.withLock { $0.formUnion(events.map(\.id)) }
                }
                number += 1
            }
        }
    }

    private static func event(_ id: String) -> Event {
        let mixed = stableHash(id)
        var event = Event(id: id, type: .view)
        event.user = "u\(mixed % 50)"
        event.item = "i\((mixed >> 8) % 50)"
        return event
    }

    private func check(_ folder: String, _ ledger: Ledger) async throws {
        let verdict = try Binary.run(["verify", "--data", folder])
        #expect(verdict.code == 0, "\(verdict.output)")
        let directory = try DataDirectory(reading: folder)
        var ids: [String] = []
        var views: [String: Int] = [:]
        for logged in try directory.log.read(from: 1, limit: .max) {
            ids.append(logged.event.id)
            views[logged.event.item ?? "", default: 0] += 1
        }
        try directory.close()
        let acknowledged = ledger.acknowledged.withLock { $0 }
        #expect(acknowledged.count > 1000)
        #expect(acknowledged.subtracting(ids).isEmpty, "acknowledged and lost")
        #expect(Set(ids).count == ids.count, "stored twice")
        #expect(Set(ids).subtracting(ledger.sent.withLock { $0 }).isEmpty, "never sent")
        try await checkState(folder, views)
    }

    /// The state counts each stored event once.
    private func checkState(_ folder: String, _ views: [String: Int]) async throws {
        let server = try ServerProcess(
            executable: Binary.path, ["serve", "--data", folder, "--port", "0"])
        try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
            for (item, count) in views {
                _ = try await http.put("/v1/items/\(item)", Array("{}".utf8))
                let reply = try await http.get("/v1/items/\(item)")
                let week = try JSONParser.parse(reply.body).object?["last_7_days"]?.object
                #expect(week?["views"] == .int(Int64(count)), "\(item)")
            }
        }
        #expect(server.stop() == 0)
    }
}
