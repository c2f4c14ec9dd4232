import Policy
import Primitives

/// The gate on candidates whose true worth is known, and the canary on planted regressions.
struct GateTrial {
    private static let candidates: UInt64 = 100
    private static let slates = 100_000

    func measure(_ measures: inout PolicyMeasures) throws {
        for (name, ratio, bar) in [
            ("better", 1.1, "at least 80"), ("worse", 0.9, "at most 2"),
        ] {
            let passed = try (0..<Self.candidates).count { seed in
                let log = try OffPolicyLog.planted(ratio: ratio, count: Self.slates, seed: seed)
                return PromotionGate().decide(log).verdict == .promote
            }
            measures.add("gate_\(name)_passed_of_100", Double(passed), bar: bar)
        }
        for (name, rate) in [("half_the_clicks", 0.15), ("no_clicks", 0.0)] {
            for seed in 0..<Self.candidates {
                measures.add(
                    "canary_slates_\(name)", Self.slatesUntilRollback(to: rate, seed: seed),
                    bar: "two minutes of a shop's slates")
            }
        }
    }

    /// Slates of each arm until a canary is called back whose slates are clicked at `rate` instead of
    /// 0.3.
    private static func slatesUntilRollback(to rate: Double, seed: UInt64) -> Double {
        var rng = SeededRNG(seed: seed)
        var canary = CanaryTest(effect: 0.1)
        var slates = 0.0
        while canary.verdict == .goOn, slates < 1e5 {
            canary.add(rng.chance(0.3) ? 1 : 0, isCandidate: false)
            canary.add(rng.chance(rate) ? 1 : 0, isCandidate: true)
            slates += 1
        }
        return slates
    }
}
