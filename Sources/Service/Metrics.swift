import Engine
import Synchronization

/// Counts and durations of this process, in the text format of Prometheus.
final class Metrics: Sendable {
    private struct Route: Hashable {
        var method: String
        var path: String
        var status: Int
    }

    private struct State {
        var routes: [Route: LatencyHistogram] = [:]
        var answers = LatencyHistogram()
        var errors: [String: Int] = [:]
    }

    private let state = Mutex(State())
    /// Stands at each figure where a server has several shops; empty otherwise.
    private let shop: String

    init(shop: String = "") { self.shop = shop }

    /// `{shop="…",…}`, or nothing where there is nothing to say.
    private func labels(_ own: String = "") -> String {
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

    func text(_ engine: Engine) -> String {
        let statistics = engine.statistics
        let (routes, errors) = state.withLock { ($0.routes, $0.errors) }
        var text = ""
        func gauge(_ name: String, _ kind: String, _ help: String, _ value: some Numeric) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
            text += "\(name)\(labels()) \(value)\n"
        }
        gauge("martlet_uptime_seconds", "gauge", "Seconds since the start.", engine.uptime)
        gauge("martlet_log_offset", "counter", "Events in the log.", statistics.events)
        gauge("martlet_items", "gauge", "Items in the catalogue.", statistics.items)
        gauge("martlet_people", "gauge", "People remembered.", statistics.people)
        gauge("martlet_slates_total", "counter", "Answers served.", statistics.slates)
        gauge("martlet_slates_lost_total", "counter", "Answers not stored.", statistics.slatesLost)
        gauge("martlet_wal_bytes", "gauge", "Write-ahead log on disk.", statistics.walBytes)
        gauge(
            "martlet_applied_events_total", "counter", "Events applied to the state.",
            statistics.appliedEvents)
        gauge(
            "martlet_apply_seconds_total", "counter", "Seconds spent applying them.",
            statistics.applySeconds)
        gauge(
            "martlet_model_states", "gauge", "Shoppers whose state with the trained model is kept.",
            statistics.modelStates)
        gauge(
            "martlet_model_state_bytes", "gauge", "Memory of these states.",
            statistics.modelStateBytes)
        gauge(
            "martlet_model_states_dropped_total", "counter", "States dropped for want of memory.",
            statistics.modelStatesDropped)
        if let encoded = statistics.encoded {
            gauge(
                "martlet_encoded_items", "gauge", "Items the search knows the meaning of.",
                encoded.items)
        }
        gauge("martlet_resident_bytes", "gauge", "Resident memory.", residentBytes())
        text += "# HELP martlet_model_bytes Memory of each model.\n"
        text += "# TYPE martlet_model_bytes gauge\n"
        for (model, bytes) in engine.memory {
            text += "martlet_model_bytes\(labels("model=\"\(model)\"")) \(bytes)\n"
        }
        text += "# HELP martlet_errors_total Refused requests and records by code.\n"
        text += "# TYPE martlet_errors_total counter\n"
        for (code, count) in errors.sorted(by: { $0.key < $1.key }) {
            text += "martlet_errors_total\(labels("code=\"\(code)\"")) \(count)\n"
        }
        text += "# HELP martlet_request_seconds Time to answer by route and status.\n"
        text += "# TYPE martlet_request_seconds summary\n"
        for (route, histogram) in routes.sorted(by: { $0.key.path < $1.key.path }) {
            let own =
                "method=\"\(route.method)\",route=\"\(route.path)\",status=\"\(route.status)\""
            for quantile in [0.5, 0.9, 0.99] {
                let seconds = histogram.microseconds(quantile: quantile) * 1e-6
                let labels = labels("\(own),quantile=\"\(quantile)\"")
                text += "martlet_request_seconds\(labels) \(seconds)\n"
            }
            let sum = Double(histogram.sumMicroseconds) * 1e-6
            text += "martlet_request_seconds_sum\(labels(own)) \(sum)\n"
            text += "martlet_request_seconds_count\(labels(own)) \(histogram.count)\n"
        }
        return text
    }
}
