import Commerce
package import Engine
import JSON
import Primitives
package import Simulation

/// Gives a simulator HTTP: asks a real server what its shoppers ask, and sends what they do.
package struct SimulatorDriver: Sendable {
    /// What went over the wire.
    package struct Tally: Sendable {
        package var answers = 0
        package var events = 0
        package var failures = 0
    }

    private let host: String
    private let port: Int
    /// Requests a second; the shoppers' pace, not the server's limit.
    private let pace: Double

    package init(host: String, port: Int, pace: Double) {
        self.host = host
        self.port = port
        self.pace = pace
    }

    /// Puts a shop's items and declared users into an engine that is not served yet.
    package static func stock(_ engine: Engine, with simulator: Simulator) async throws {
        for batch in simulator.shop.items.chunks(of: 1000) { try await engine.put(batch) }
        try await engine.put(simulator.users)
    }

    /// Puts a shop's items into a server.
    package func stock(_ shop: Shop) async throws {
        try await HTTPConnection.with(host: host, port: port) { connection in
            for batch in shop.items.chunks(of: 500) {
                var writer = JSONWriter(reserving: 1 << 18)
                for item in batch {
                    writer.write(.object(item.fields))
                    writer.endLine()
                }
                let reply = try await connection.post("/v1/items:batch", writer.bytes)
                guard reply.status == 200 else { throw DriverError(reply) }
            }
        }
    }

    /// Lets shoppers shop until the task is cancelled or `seconds` are over.
    package func run(
        _ simulator: inout Simulator, seconds: Double = .infinity,
        progress: (Tally) -> Void = { _ in }
    ) async throws -> Tally {
        let clock = ContinuousClock()
        let start = clock.now
        var tally = Tally()
        try await HTTPConnection.with(host: host, port: port) { connection in
            while !Task.isCancelled, (clock.now - start) / .seconds(1) < seconds {
                try await step(&simulator, &connection, &tally)
                progress(tally)
                try await Task.sleep(for: .seconds(1 / pace))
            }
        }
        return tally
    }

    private func step(
        _ simulator: inout Simulator, _ connection: inout HTTPConnection, _ tally: inout Tally
    ) async throws {
        let question = simulator.nextRequest()
        let reply = try await connection.post(question.path, question.body)
        guard reply.status == 200, let answer = try JSONParser.parse(reply.body).object,
            case .array(let items)? = answer["items"], let request = answer["request"]?.string
        else {
            tally.failures += 1
            _ = simulator.react(to: question, answer: [], requestID: "")
            return
        }
        tally.answers += 1
        let ids = items.compactMap { $0.object?["id"]?.string }
        let events = simulator.react(to: question, answer: ids, requestID: request)
        guard !events.isEmpty else { return }
        let body = Value.array(events.map { .object($0.fields) }).json
        let receipt = try await connection.post("/v1/events", body)
        tally.events += events.count
        if receipt.status != 200 { tally.failures += 1 }
    }
}

/// A server that does not do what the driver needs.
struct DriverError: Error, CustomStringConvertible {
    let description: String

    init(_ reply: HTTPConnection.Reply) {
        description =
            "the server answered \(reply.status): \(String(decoding: reply.body, as: UTF8.self))"
    }
}

extension ShopRequest {
    fileprivate var path: String {
        switch question {
        case .recommend: "/v1/recommend"
        case .search: "/v1/search"
        }
    }

    fileprivate var body: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            switch question {
            case .recommend(let placement, let items):
                writer.field("placement", placement.rawValue)
                writer.array("items") { writer in
                    for item in items { writer.write(item) }
                }
            case .search(let query): writer.field("query", query.text)
            }
            if let user { writer.field("user", user) }
            if let visitor { writer.field("visitor", visitor) }
            writer.field("session", session)
            writer.field("locale", locale)
            writer.field("limit", limit)
        }
        return writer.bytes
    }
}

extension Array {
    fileprivate func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
