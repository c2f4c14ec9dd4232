import Engine

extension Metrics {
    /// In the text format of Prometheus.
    func text(_ engine: Engine) -> String {
        let statistics = engine.statistics
        let current = current
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
        if let bytes = engine.configuration.memoryBytes {
            gauge("martlet_memory_budget_bytes", "gauge", "Memory that this shop may take.", bytes)
            gauge(
                "martlet_memory_full", "gauge", "1 while new items are refused for want of memory.",
                statistics.isFull ? 1 : 0)
        }
        text += self.text(of: engine.policy)
        text += "# HELP martlet_model_bytes Memory of each model.\n"
        text += "# TYPE martlet_model_bytes gauge\n"
        for (model, bytes) in engine.memory {
            text += "martlet_model_bytes\(labels("model=\"\(model)\"")) \(bytes)\n"
        }
        text += "# HELP martlet_errors_total Refused requests and records by code.\n"
        text += "# TYPE martlet_errors_total counter\n"
        for (code, count) in current.errors.sorted(by: { $0.key < $1.key }) {
            text += "martlet_errors_total\(labels("code=\"\(code)\"")) \(count)\n"
        }
        text += "# HELP martlet_request_seconds Time to answer by route and status.\n"
        text += "# TYPE martlet_request_seconds summary\n"
        for (route, histogram) in current.routes.sorted(by: { $0.key.path < $1.key.path }) {
            text += summary(
                "martlet_request_seconds",
                "method=\"\(route.method)\",route=\"\(route.path)\",status=\"\(route.status)\"",
                histogram)
        }
        text += "# HELP martlet_stage_seconds Time of each part of answering questions.\n"
        text += "# TYPE martlet_stage_seconds summary\n"
        for stage in Stage.allCases {
            guard let histogram = current.stages[stage] else { continue }
            text += summary("martlet_stage_seconds", "stage=\"\(stage.rawValue)\"", histogram)
        }
        return text
    }

    private func summary(_ name: String, _ own: String, _ histogram: LatencyHistogram) -> String {
        var text = ""
        for quantile in [0.5, 0.9, 0.99] {
            let seconds = histogram.microseconds(quantile: quantile) * 1e-6
            text += "\(name)\(labels("\(own),quantile=\"\(quantile)\"")) \(seconds)\n"
        }
        text += "\(name)_sum\(labels(own)) \(Double(histogram.sumMicroseconds) * 1e-6)\n"
        return text + "\(name)_count\(labels(own)) \(histogram.count)\n"
    }
}
