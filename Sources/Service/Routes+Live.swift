import Commerce
import Engine
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Primitives
import ServiceLifecycle
import Synchronization

/// `GET /v1/live`: once a second, as a server-sent event, how the shop does.
struct LiveRoutes {
    /// Streams of one shop at once.
    private static let streamsMax = 32
    /// A stream ends by itself; a page opens the next one.
    private static let secondsMax = 600

    let engine: Engine
    let metrics: Metrics
    let rate: EventRate
    private let streams = Streams()

    private final class Streams: Sendable {
        let count = Atomic<Int>(0)
    }

    init(engine: Engine, metrics: Metrics, rate: EventRate) {
        (self.engine, self.metrics, self.rate) = (engine, metrics, rate)
    }

    func add(to router: Router<ShopContext>) {
        router.get("/v1/live") { request, _ in try stream(request) }
    }

    private func stream(_ request: Request) throws -> Response {
        var address = try AddressReader(request)
        let seconds =
            try address.integer("seconds", in: 0...Self.secondsMax) ?? Self.secondsMax
        try address.finish()
        guard streams.count.load(ordering: .relaxed) < Self.streamsMax else {
            throw APIError(
                .serviceUnavailable, "overloaded", "too many live streams at once; close one")
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                streams.count.add(1, ordering: .relaxed)
                defer { streams.count.subtract(1, ordering: .relaxed) }
                var pulse = Pulse(metrics.totals, offset: engine.statistics.events)
                for second in 0...seconds {
                    let message = try pulse.beat(engine, metrics.totals, rate.perSecond)
                    try await writer.write(ByteBuffer(bytes: message))
                    // A stop ends the wait, and so the stream.
                    guard second < seconds, await Self.waitASecond() else { break }
                }
                try await writer.finish(nil)
            })
    }

    private static func waitASecond() async -> Bool {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
            return true
        } catch {
            return false
        }
    }
}
