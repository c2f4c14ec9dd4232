import Engine
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Whether the server lives: the same for all of its shops, and open to everybody.
struct HealthRoutes {
    func add(to router: Router<ShopContext>) {
        router.get("/healthz") { _, _ in Self.status("ok") }
        // The engines are ready before the first connection is taken.
        router.get("/readyz") { _, _ in Self.status("ready") }
    }

    private static func status(_ word: String) -> Response {
        var writer = JSONWriter()
        writer.object { $0.field("status", word) }
        return Response(json: writer)
    }
}

/// The pages and the description of the API: the same for every shop, and for names of none, so that
/// they tell nobody which shops there are.
struct PageRoutes {
    func add(to router: Router<ShopContext>) {
        for asset in WebAsset.all {
            router.get(RouterPath(asset.path)) { _, _ in asset.response }
        }
    }
}

/// Metrics, and a few numbers.
struct SystemRoutes {
    let engine: Engine
    let metrics: Metrics
    let rate: EventRate

    func add(to router: Router<ShopContext>) {
        router.get("/metrics") { _, _ in
            let text = metrics.text(engine)
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        router.get("/v1/stats") { _, _ in stats() }
    }

    private func stats() -> Response {
        let statistics = engine.statistics
        let answers = metrics.answers
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("events", statistics.events)
            writer.field("items", statistics.items)
            writer.field("users", statistics.people)
            writer.field("answers", answers.count)
            writer.field("p50_ms", answers.p50)
            writer.field("p99_ms", answers.p99)
            writer.field("events_per_s", rate.perSecond)
            writer.field("uptime_s", engine.uptime)
            writer.field("rss_mb", Double(residentBytes()) / 1_048_576)
            if let encoded = statistics.encoded {
                writer.object("encoding") { writer in
                    writer.field("items", encoded.all)
                    writer.field("encoded", encoded.items)
                }
            }
            writer.object("model_bytes") { writer in
                for (model, bytes) in engine.memory { writer.field(model, bytes) }
            }
        }
        return Response(json: writer)
    }
}
