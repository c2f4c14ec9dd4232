import Commerce
import Engine
import Primitives
import Service
import Testing

@Suite("the policy, over HTTP")
struct PolicyTests {
    @Test("a shop without one says so")
    func off() async throws {
        try await Server.with { _, http in
            let report = try await http.call("GET", "/v1/policy")
            #expect(report["state"] == "off" && report.list("versions").isEmpty)
            for act in ["promote", "rollback"] {
                let answer = try await http.call("POST", "/v1/policy/\(act)")
                #expect(answer.status == 409 && answer.code == "no_policy")
            }
        }
    }

    @Test("a reward changes the policy, which is promoted and called back by hand")
    func on() async throws {
        var configuration = EngineConfiguration()
        configuration.policy = PolicyConfiguration()
        configuration.policy?.holdout = 0
        try await Server.with(configuration) { _, http in
            try await http.stock()
            var report = try await http.call("GET", "/v1/policy")
            #expect(report["state"] == "shadow" && report["live"] == "p-0+0")
            report = try await http.call("POST", "/v1/policy/promote")
            #expect(report["state"] == "serving" && report["serving"] == "p-1")
            let page = try await http.call(
                "POST", "/v1/recommend", ["placement": "home", "visitor": "v"])
            let request = try #require(page["request"]?.string)
            let click: Value = [
                "type": "click", "visitor": "v", "item": .string(try #require(page.ids.first)),
                "request": .string(request),
            ]
            #expect(try await http.event(click).status == 200)
            // Some quarters of a second, however long these take.
            for _ in 0..<600 where report["live"] == "p-1+0" {
                try await Task.sleep(for: .milliseconds(100))
                report = try await http.call("GET", "/v1/policy")
            }
            #expect(report["live"] != "p-1+0", "\(report.value)")
            let slate = try await http.call("GET", "/v1/requests/\(request)")
            #expect(slate["versions"]?.object?["policy"] == "p-1+0")
            let unknown = try await http.call(
                "POST", "/v1/policy/promote", ["version": "p-77"])
            #expect(unknown.status == 404)
            report = try await http.call("POST", "/v1/policy/rollback")
            #expect(report["state"] == "shadow" && report["serving"] == nil)
            #expect(
                report.list("decisions").compactMap { $0["verdict"]?.string } == [
                    "roll_back", "promote",
                ])
            #expect(try await http.call("POST", "/v1/policy/rollback").status == 404)
            let metrics = try await http.send("GET", "/metrics").body
            #expect(
                String(decoding: metrics, as: UTF8.self)
                    .contains("martlet_policy_rewards_total{outcome=\"credited\"} 1"))
        }
    }
}
