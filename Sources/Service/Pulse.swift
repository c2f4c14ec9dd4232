import Commerce
import Engine
import JSON

/// The last seconds of a shop, for who looks on: rates and latencies of a short window, and the
/// newest events.
struct Pulse {
    /// Seconds that rates and latencies look back.
    private static let window = 10
    /// Events of one message; of more, the newest.
    private static let eventsMax: Int64 = 20

    private var totals: [Metrics.Totals]
    private var offset: Int64

    /// - Parameters:
    ///   - totals: What was counted until now.
    ///   - offset: Of the last event that was told.
    init(_ totals: Metrics.Totals, offset: Int64) {
        self.totals = [totals]
        self.offset = offset
    }

    /// The next message, in the form of server-sent events.
    ///
    /// - Parameters:
    ///   - engine: Whose newest events are told.
    ///   - now: What was counted until now, a second after the last time.
    ///   - eventsPerSecond: Of the log.
    /// - Returns: Its bytes.
    /// - Throws: `StorageError`.
    mutating func beat(
        _ engine: Engine, _ now: Metrics.Totals, _ eventsPerSecond: Double
    ) throws -> [UInt8] {
        totals.append(now)
        if totals.count > Self.window + 1 { totals.removeFirst() }
        let earlier = totals[0]
        let seconds = Double(totals.count - 1)
        let answers = now.answers.since(earlier.answers)
        let statistics = engine.statistics
        let first = max(offset, statistics.events - Self.eventsMax) + 1
        let newest =
            statistics.events > offset
            ? try engine.events(from: first, limit: Int(Self.eventsMax)) : []
        var writer = JSONWriter(reserving: 512 + 256 * newest.count)
        writer.object { writer in
            writer.field("events", statistics.events)
            writer.field("items", statistics.items)
            writer.field("users", statistics.people)
            writer.field("events_per_s", eventsPerSecond)
            writer.field("requests_per_s", Double(now.requests - earlier.requests) / seconds)
            writer.field("answers_per_s", Double(answers.count) / seconds)
            writer.field("refused_per_s", Double(now.refused - earlier.refused) / seconds)
            writer.field("failed_per_s", Double(now.failed - earlier.failed) / seconds)
            for (name, quantile) in [("p50_ms", 0.5), ("p90_ms", 0.9), ("p99_ms", 0.99)] {
                writer.field(name, answers.microseconds(quantile: quantile) / 1000)
            }
            writer.field(
                "apply_us",
                statistics.applySeconds * 1e6 / Double(max(1, statistics.appliedEvents)))
            writer.field("rss_mb", Double(residentBytes()) / 1_048_576)
            writer.field("uptime_s", engine.uptime)
            if let model = statistics.model { writer.field("model", model) }
            writer.field("skipped", max(0, first - offset - 1))
            writer.array("newest") { for event in newest { event.write(to: &$0) } }
        }
        offset = statistics.events
        return Array("data: ".utf8) + writer.bytes + Array("\n\n".utf8)
    }
}
