import Commerce
import Engine
import Primitives
import Service
import Testing

@Suite("what was served, and the state of the server")
struct SystemTests {
    @Test("a served answer keeps positions, versions, seed and what people did with it")
    func slate() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let question: Value = [
                "placement": "home", "user": "u", "session": "s", "limit": 2, "paging": true,
            ]
            let first = try await http.recommend(question)
            let request = try #require(first["request"]?.string)
            let second = try await http.recommend(["cursor": try #require(first["cursor"])])
            let next = try #require(second["request"]?.string)
            try await http.event(["type": "impression", "user": "u", "request": .string(request)])
            try await http.event([
                "type": "click", "user": "u", "item": .string(first.ids[1]),
                "request": .string(request), "position": 1,
            ])
            let served = try await http.call("GET", "/v1/requests/\(request)")
            #expect(served.ids == first.ids)
            #expect(served.list("items").map { $0["position"] } == [0, 1])
            #expect(
                served.list("items").map { $0["score"] } == first.list("items").map { $0["score"] })
            #expect(served.list("items").allSatisfy { $0["propensity"]?.number == 1 })
            #expect(served["place"] == "home" && served["user"] == "u" && served["session"] == "s")
            #expect(served["seed"] == 0 && served["offset"] == first["offset"])
            #expect(served["versions"]?.object?["recommender"] != nil)
            #expect(served.list("feedback").map { $0["type"] } == ["impression", "click"])
            #expect(served.list("feedback")[1]["position"] == 1)
            let page = try await http.call("GET", "/v1/requests/\(next)")
            #expect(page.list("items").map { $0["position"] } == [2, 3] && page["user"] == "u")
            // Made again, page by page; what was shown since is of no account.
            for (one, ids) in [(request, first.ids), (next, second.ids)] {
                let again = try await http.call("GET", "/v1/requests/\(one)/replay")
                #expect(again["differences"] == .array([]))
                #expect(again.ids == ids)
                #expect(again.list("items").contains(where: { $0["parts"] != .array([]) }))
            }
            #expect(try await http.call("GET", "/v1/requests/r-none/replay").status == 404)
            let search = try await http.search(["query": "lamp", "visitor": "v"])
            let found = try await http.call(
                "GET", "/v1/requests/\(search["request"]?.string ?? "")")
            #expect(
                found["place"] == "search" && found["query"] == "lamp" && found["visitor"] == "v")
        }
    }

    @Test("imported history teaches, but nothing of it was ever shown from here")
    func imported() async throws {
        try await Server.with { server, http in
            try await http.stock()
            var view = Event(id: "old-1", type: .view)
            (view.user, view.item, view.request) = ("u", "lamp-1", "r-elsewhere")
            var impression = Event(id: "old-2", type: .impression)
            (impression.user, impression.item, impression.request) = ("u", "lamp-1", "r-elsewhere")
            _ = try await server.engine.append([view, impression], origin: .imported)
            #expect(try await http.log().suffix(2).map { $0["imported"] } == [true, true])
            #expect(Goods.lights.contains(try await http.home("u")[0]))
            #expect(try await http.call("GET", "/v1/requests/r-elsewhere").status == 404)
            let week = try await http.call("GET", "/v1/items/lamp-1")["last_7_days"]
            #expect(week?.object?["views"] == 1)
        }
    }

    @Test("the log is read in pages, and from its end")
    func log() async throws {
        try await Server.with { _, http in
            for number in 1...25 {
                try await http.event([
                    "id": .int(Int64(number)), "type": "view", "user": 7, "item": "i",
                ])
            }
            var after = 0
            var ids: [String] = []
            while true {
                let page = try await http.call("GET", "/v1/events?after=\(after)&limit=10")
                #expect(page["last_offset"] == 25)
                guard let last = page.list("events").last else { break }
                ids += page.list("events").compactMap { $0["id"]?.string }
                after = Int(try #require(last["offset"]?.number))
            }
            #expect(ids == (1...25).map(String.init))
            let newest = try await http.call("GET", "/v1/events?last=2").list("events")
            #expect(newest.map { $0["offset"] } == [24, 25] && newest[0]["user"] == "7")
        }
    }

    @Test("metrics are well-formed and count what happened")
    func metrics() async throws {
        try await Server.with { _, http in
            try await http.stock()
            _ = try await http.call("GET", "/nowhere")
            _ = try await http.call("POST", "/v1/events", [["type": "wink"]])
            _ = try await http.home("u")
            let text = try #require(try await http.call("GET", "/metrics").value.string)
            let samples = try Exposition.samples(text)
            #expect(samples["martlet_items"] == 11)
            #expect(samples["martlet_log_offset"] == 4)
            #expect(samples["martlet_errors_total{code=\"no_such_route\"}"] == 1)
            #expect(samples["martlet_errors_total{code=\"unknown_value\"}"] == 1)
            let home = "method=\"POST\",route=\"/v1/recommend\",status=\"200\""
            #expect(samples["martlet_request_seconds_count{\(home)}"] == 1)
            #expect((samples["martlet_request_seconds{\(home),quantile=\"0.5\"}"] ?? 0) > 0)
            #expect((samples["martlet_resident_bytes"] ?? 0) > 1_000_000)
        }
    }

    @Test("the few numbers of the page")
    func stats() async throws {
        try await Server.with { _, http in
            try await http.stock()
            _ = try await http.home("u")
            let stats = try await http.call("GET", "/v1/stats")
            #expect(stats["events"] == 4 && stats["items"] == 11 && stats["users"] == 1)
            #expect(stats["answers"] == 1 && (stats["p99_ms"]?.number ?? 0) > 0)
        }
    }

    @Test("the pages may run only their own scripts")
    func assets() async throws {
        try await Server.with { _, http in
            var paths: Set = ["/", "/shop"]
            for name in ["/", "/shop"] {
                let page = try #require(try await http.call("GET", name).value.string)
                for match in page.matches(of: /(?:src|href)="(assets\/[^"#]+)/) {
                    paths.insert("/" + match.1)
                }
                #expect(!page.contains("<script>") && !page.contains("<style"))
                #expect(!page.contains("onclick=") && !page.contains("style="))
            }
            #expect(paths.count > 5)
            for path in paths {
                let reply = try await http.get(path)
                #expect(reply.status == 200 && !reply.body.isEmpty, "\(path)")
                let policy = try #require(reply.header("Content-Security-Policy"))
                #expect(policy.contains("default-src 'self'") && !policy.contains("script-src"))
                #expect(!policy.contains("unsafe-inline"))
                #expect(reply.header("X-Content-Type-Options") == "nosniff")
            }
            #expect(try await http.call("GET", "/assets/nothing.js").status == 404)
        }
    }

    @Test("every answer names its request, and no two alike")
    func requestIDs() async throws {
        try await Server.with { _, http in
            var ids: Set<String> = []
            for path in ["/healthz", "/nowhere", "/v1/items/x", "/v1/items/%zz", "/readyz"] {
                ids.insert(try #require(try await http.get(path).header("x-request-id")))
            }
            #expect(ids.count == 5)
        }
    }
}
