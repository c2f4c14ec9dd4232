import Commerce
import Engine
import Primitives
import Service
import Testing

@Suite("a canary of the policy, over HTTP")
struct PolicyCanaryTests {
    private static let configuration = {
        var policy = PolicyConfiguration()
        policy.gateAnswers = 50
        policy.canary = 0.5
        policy.holdout = 0.5
        policy.delay = 1
        policy.window = 5
        policy.exploration = 0
        var configuration = EngineConfiguration()
        configuration.policy = policy
        return configuration
    }()

    /// Asks, turns to the first item of every third answer, and has all learnt.
    private static func round(
        _ name: String, _ server: Server, _ http: inout HTTPConnection, _ clock: SteppedClock
    ) async throws -> Answer {
        for number in 0..<20 {
            let page = try await http.call(
                "POST", "/v1/recommend",
                ["placement": "home", "visitor": .string("\(name)-\(number)")])
            let request = try #require(page["request"]?.string)
            guard number % 3 == 0 else { continue }
            let click: Value = [
                "type": "click", "visitor": "v", "item": .string(try #require(page.ids.first)),
                "request": .string(request),
            ]
            #expect(try await http.event(click).status == 200)
        }
        clock.advance(6)
        try await server.engine.settle()
        return try await http.call("GET", "/v1/policy")
    }

    @Test("begins where the log cannot tell, is promoted by hand, and called back")
    func lifeOfACandidate() async throws {
        let clock = SteppedClock()
        try await Server.with(Self.configuration, clock: clock.clock) { server, http in
            try await http.stock()
            var report = try await http.call("GET", "/v1/policy")
            for round in 0..<20 where report["state"] == "shadow" {
                report = try await Self.round("a\(round)", server, &http, clock)
            }
            #expect(report["state"] == "canary", "\(report.value)")
            let candidate = try #require(report["candidate"]?.string)
            report = try await http.call(
                "POST", "/v1/policy/promote", ["version": .string(candidate)])
            #expect(report["state"] == "serving" && report["serving"] == .string(candidate))

            report = try await http.call("POST", "/v1/policy/rollback")
            #expect(report["state"] == "shadow" && report["serving"] == nil)
            #expect(
                report.list("decisions").prefix(3).compactMap { $0["verdict"]?.string } == [
                    "roll_back", "promote", "canary",
                ])
        }
    }
}
