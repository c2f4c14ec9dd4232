import Service

extension Diagnosis {
    /// Milliseconds of a slow answer.
    private static let slowSeconds = 0.1

    mutating func examine(server url: String, key: String?) async {
        guard let (host, port) = Self.address(url) else {
            return add(
                .wrong, "server",
                "\(url) is no address such as http://127.0.0.1:8080; behind TLS give "
                    + "the address that the proxy uses")
        }
        do {
            let text = try await HTTPConnection.with(host: host, port: port, key: key) { http in
                let health = try await http.get("/healthz")
                return try await (health.status, http.get("/metrics"))
            }
            guard text.0 == 200 else {
                return add(.wrong, "server", "/healthz says \(text.0); see the server's log")
            }
            add(.fine, "server", "\(url) answers")
            guard text.1.status == 200 else {
                return add(
                    .notable, "server",
                    "/metrics says \(text.1.status); give --key of an administrator")
            }
            examine(metrics: String(decoding: text.1.body, as: UTF8.self))
        } catch {
            add(
                .wrong, "server",
                "nobody answers at \(url) (\(error)); start it with `martlet serve`, and see its log"
            )
        }
    }

    private static func address(_ url: String) -> (host: String, port: Int)? {
        guard url.hasPrefix("http://") else { return nil }
        let place = url.dropFirst(7).prefix { $0 != "/" }
        guard let colon = place.lastIndex(of: ":"),
            let port = Int(place[place.index(after: colon)...])
        else { return place.isEmpty ? nil : (String(place), 80) }
        return (String(place[..<colon]), port)
    }

    /// What a server says of itself.
    private mutating func examine(metrics text: String) {
        var values: [Substring: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let blank = line.lastIndex(of: " ") else { continue }
            values[line[..<blank]] = Double(line[line.index(after: blank)...])
        }
        func sum(_ prefix: String) -> Double {
            values.reduce(0) { $0 + ($1.key.hasPrefix(prefix) ? $1.value : 0) }
        }
        if sum("martlet_memory_full") > 0 {
            add(.wrong, "memory", "new items are refused: raise --memory, or remove items")
        } else {
            add(.fine, "memory", "\(grouped(Int(sum("martlet_resident_bytes")) >> 20)) MB in use")
        }
        let lost = Int(sum("martlet_slates_lost_total"))
        if lost > 0 {
            add(
                .notable, "answers", "\(grouped(lost)) were served and not stored: the disk is slow"
            )
        }
        for (code, advice) in [
            ("internal", "see the errors in the server's log"),
            ("storage", "the disk is full or failing: see the server's log"),
            ("overloaded", "more was asked than could be answered: give it more processors"),
        ] {
            let count = Int(sum("martlet_errors_total{code=\"\(code)\"}"))
            let grade: Finding.Grade = code == "overloaded" ? .notable : .wrong
            if count > 0 { add(grade, "errors", "\(grouped(count)) of \(code); \(advice)") }
        }
        for (name, seconds) in values where name.contains("quantile=\"0.99\"") {
            let isAnswer = name.contains("/v1/recommend") || name.contains("/v1/search")
            guard isAnswer, seconds > Self.slowSeconds else { continue }
            add(
                .notable, "answers",
                "one of a hundred takes \(rounded(seconds)) s (\(name)); martlet_stage_seconds tells where"
            )
        }
    }
}
