import Primitives
import Service

/// An even load for a long time: whether memory, open files or times grow.
struct Soak {
    /// Seconds between two looks.
    private static let interval = 10.0
    /// The first looks, while caches fill, tell nothing of growth.
    private static let warmShare = 0.2

    let server: ServerProcess
    let shop: ServeShop
    let minutes: Double
    let rate: Double
    let events: Double
    let seed: UInt64

    /// - Parameter figures: Gets a slope an hour with its interval for each that could grow.
    func run(_ figures: inout Figures) {
        var looks: [(hours: Double, memory: Double, files: Double, p50: Double, p99: Double)] = []
        var failures = 0
        for look in 0..<max(4, Int(minutes * 60 / Self.interval)) {
            let outcome = Load(
                port: server.port, shop: shop,
                mix: [.recommend: rate * 0.7, .search: rate * 0.3, .event: events],
                perSecond: rate + events, seconds: Self.interval, seed: seed &+ UInt64(look)
            ).run()
            let samples = outcome.samples(.recommend, .search)
            failures += outcome.failures
            looks.append(
                (
                    Double(look) * Self.interval / 3600, Double(server.residentBytes) / 1_048_576,
                    Double(server.openFiles), samples.milliseconds(quantile: 0.5),
                    samples.milliseconds(quantile: 0.99)
                ))
        }
        let settled = looks.dropFirst(Int(Double(looks.count) * Self.warmShare))
        func report(_ name: String, _ value: (Int) -> Double) {
            let trend = Trend(settled.indices.map { (looks[$0].hours, value($0)) })
            figures.add(
                "\(name)_per_h", trend.slope,
                "± \(rounded(trend.margin)), \(rounded(value(looks.count - 1))) in the end")
        }
        report("soak_rss_mb") { looks[$0].memory }
        report("soak_files") { looks[$0].files }
        report("soak_p50_ms") { looks[$0].p50 }
        report("soak_p99_ms") { looks[$0].p99 }
        figures.add("soak_failures", Double(failures), "in \(rounded(minutes)) minutes; must be 0")
    }
}
