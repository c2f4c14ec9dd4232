import ArgumentParser
import Commerce
import Engine
import JSON
import Primitives
import Service
import Storage

/// Durable events a second over HTTP, in batches and one at a time, beside one-row transactions.
struct BenchIngest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Durable events a second over HTTP.")

    @Option(help: "Seconds of each part.") var seconds = 10.0
    @Option(help: "Connections that send batches.") var batchConnections = 8
    @Option(help: "Events of a batch.") var batch = 100
    @Option(help: "Connections that send one event at a time.") var singleConnections = 16
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-bench-")
        defer { FileSystem.removeFolder(folder) }
        let rows = try oneRowTransactions(in: folder + "/rows")
        let server = try ServerProcess(Self.arguments(folder + "/shop"))
        defer { server.stop() }
        let batches = try await load(server.port, connections: batchConnections, batch: batch)
        let singles = try await load(server.port, connections: singleConnections, batch: 1)
        var figures = Figures()
        figures.add(
            "events_per_s", batches.perSecond,
            "batches of \(batch), \(batchConnections) connections")
        figures.add("batch_p50_ms", batches.samples.milliseconds(quantile: 0.5), "one batch")
        figures.add("batch_p99_ms", batches.samples.milliseconds(quantile: 0.99), "one batch")
        figures.add(
            "single_events_per_s", singles.perSecond,
            "one at a time, \(singleConnections) connections")
        figures.add("single_p50_ms", singles.samples.milliseconds(quantile: 0.5), "one event")
        figures.add("single_p99_ms", singles.samples.milliseconds(quantile: 0.99), "one event")
        figures.add("peer_rows_per_s", rows.perSecond, "one-row transactions, no HTTP, one writer")
        figures.add(
            "single_ratio", singles.perSecond / rows.perSecond,
            "one at a time / one-row transactions")
        figures.add(
            "append_p50_us", rows.samples.microseconds(quantile: 0.5), "one-row transaction")
        figures.add("rss_mb", Double(server.residentBytes) / 1_048_576, "server after the load")
        figures.print(asJSON: json)
    }

    static func arguments(_ folder: String) -> [String] {
        ["serve", "--data", folder, "--port", "0", "--log-level", "error"]
    }

    private struct Load {
        var perSecond: Double
        var samples: Samples
    }

    /// The peer: the same table, one transaction and one sync per event.
    private func oneRowTransactions(in folder: String) throws -> Load {
        try FileSystem.createFolder(folder)
        let vault = try SQLiteVault(path: folder + "/vault.sqlite")
        let log = try SQLiteEventLog(folder: folder, vault: vault)
        // Keys are made once for each person, which is no part of what is measured.
        _ = try log.append(
            (0..<Self.people).map { person in
                var event = Event(id: "key \(person)", type: .view)
                event.user = "u\(person)"
                return LoggedEvent(offset: 0, received: WallClock.system.now(), event: event)
            })
        let clock = ContinuousClock()
        let start = clock.now
        var samples = Samples()
        var number = 0
        while (clock.now - start) / .seconds(1) < seconds / 2 {
            let event = Self.event(connection: 0, number)
            let begin = clock.now
            _ = try log.append([
                LoggedEvent(offset: 0, received: WallClock.system.now(), event: event)
            ])
            samples.add(clock.now - begin)
            number += 1
        }
        let elapsed = (clock.now - start) / .seconds(1)
        try log.close()
        try vault.close()
        return Load(perSecond: Double(number) / elapsed, samples: samples)
    }

    private func load(_ port: Int, connections: Int, batch: Int) async throws -> Load {
        let clock = ContinuousClock()
        let start = clock.now
        let seconds = seconds
        let samples = try await withThrowingTaskGroup(of: Samples.self) { group in
            for connection in 0..<connections {
                group.addTask {
                    try await Self.send(
                        port, connection: connection, batch: batch, until: start + .seconds(seconds)
                    )
                }
            }
            var all = Samples()
            for try await part in group { all.add(part) }
            return all
        }
        let elapsed = (clock.now - start) / .seconds(1)
        return Load(perSecond: Double(samples.count * batch) / elapsed, samples: samples)
    }

    private static func send(
        _ port: Int, connection: Int, batch: Int, until end: ContinuousClock.Instant
    ) async throws -> Samples {
        let clock = ContinuousClock()
        var samples = Samples()
        var number = batch == 1 ? 100_000_000 : 0
        try await HTTPConnection.with(host: "127.0.0.1", port: port) { http in
            while clock.now < end {
                var writer = JSONWriter(reserving: 200 * batch)
                for _ in 0..<batch {
                    writer.write(.object(event(connection: connection, number).fields))
                    writer.endLine()
                    number += 1
                }
                let begin = clock.now
                let reply = try await http.post("/v1/events", writer.bytes)
                guard reply.status == 200 else {
                    throw ServerProcessError(
                        "HTTP \(reply.status): \(String(decoding: reply.body, as: UTF8.self))")
                }
                samples.add(clock.now - begin)
            }
        }
        return samples
    }

    private static let people = 10_000

    /// A view by one of 10,000 people of one of 5,000 items.
    private static func event(connection: Int, _ number: Int) -> Event {
        let mixed = stableHash("\(connection) \(number)")
        var event = Event(id: "b\(connection)-\(number)", type: .view)
        event.user = "u\(mixed % UInt64(people))"
        event.session = "s\(mixed % 10_000)-\(number / 20_000)"
        event.item = "i\((mixed >> 20) % 5000)"
        return event
    }
}
