import Synchronization

/// Counts and durations of this process, in the text format of Prometheus.
final class Metrics: Sendable {
    struct Route: Hashable {
        var method: String
        var path: String
        var status: Int
    }

    struct State {
        var routes: [Route: LatencyHistogram] = [:]
        var answers = LatencyHistogram()
        var errors: [String: Int] = [:]
        var stages: [Stage: LatencyHistogram] = [:]
    }

    private let state = Mutex(State())
    /// Stands at each figure where a server has several shops; empty otherwise.
    private let shop: String

    init(shop: String = "") { self.shop = shop }

    /// All of it, as it stands.
    var current: State { state.withLock { $0 } }

    /// `{shop="…",…}`, or nothing where there is nothing to say.
    func labels(_ own: String = "") -> String {
        let all = (shop.isEmpty ? [] : ["shop=\"\(shop)\""]) + (own.isEmpty ? [] : [own])
        return all.isEmpty ? "" : "{\(all.joined(separator: ","))}"
    }

    /// Records a finished request. `path` is the pattern of the route, so that labels are bounded.
    func record(method: String, path: String, status: Int, microseconds: Int64) {
        state.withLock { state in
            state.routes[
                Route(method: method, path: path, status: status), default: LatencyHistogram()
            ].record(microseconds: microseconds)
            if path == "/v1/recommend" || path == "/v1/search" {
                state.answers.record(microseconds: microseconds)
            }
        }
    }

    /// Records a part of an answer's making.
    func record(_ stage: Stage, _ microseconds: Int64) {
        state.withLock { state in
            state.stages[stage, default: LatencyHistogram()].record(microseconds: microseconds)
        }
    }

    func record(error code: String) {
        state.withLock { $0.errors[code, default: 0] += 1 }
    }

    /// Answers to recommend and search, and their median and 99th percentile in milliseconds.
    var answers: (count: Int, p50: Double, p99: Double) {
        let answers = state.withLock { $0.answers }
        return (
            answers.count, answers.microseconds(quantile: 0.5) / 1000,
            answers.microseconds(quantile: 0.99) / 1000
        )
    }

    /// Requests since the start, those refused (4xx) and failed (5xx), and the answers among them.
    struct Totals: Sendable {
        var requests = 0
        var refused = 0
        var failed = 0
        var answers = LatencyHistogram()
    }

    var totals: Totals {
        state.withLock { state in
            var totals = Totals(answers: state.answers)
            for (route, histogram) in state.routes {
                totals.requests += histogram.count
                if route.status >= 500 {
                    totals.failed += histogram.count
                } else if route.status >= 400 {
                    totals.refused += histogram.count
                }
            }
            return totals
        }
    }
}
