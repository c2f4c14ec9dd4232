import Policy
import Primitives
import Testing

struct GateTests {
    @Test("better candidates pass, worse ones do not", arguments: 0..<10)
    func tells(number: Int) throws {
        let seed = UInt64(number)
        let better = PromotionGate().decide(
            try OffPolicyLog.planted(ratio: 1.1, count: 60_000, seed: seed))
        let worse = PromotionGate().decide(
            try OffPolicyLog.planted(ratio: 0.9, count: 60_000, seed: seed))
        #expect(better.verdict == .promote, "seed \(seed): \(better.reason)")
        #expect(worse.verdict == .refuse, "seed \(seed): \(worse.reason)")
    }

    @Test func aSmallEffectiveSampleSendsToACanary() throws {
        let log = try OffPolicyLog.planted(ratio: 1.1, count: 150, seed: 1)
        let decision = PromotionGate().decide(log)
        #expect(decision.verdict == .canary)
        #expect(decision.overlap.effectiveSample < 200)
    }

    @Test func aBrokenGuardRefuses() throws {
        let log = try OffPolicyLog.planted(ratio: 1.1, count: 60_000, seed: 2)
        let held = PromotionGate.Guard(name: "purchases", incumbent: 10, candidateLow: 9.6)
        let broken = PromotionGate.Guard(name: "purchases", incumbent: 10, candidateLow: 9.4)
        let unknown = PromotionGate.Guard(name: "purchases", incumbent: 10, candidateLow: .nan)
        #expect(PromotionGate().decide(log, guards: [held]).verdict == .promote)
        #expect(PromotionGate().decide(log, guards: [broken]).verdict == .refuse)
        #expect(PromotionGate().decide(log, guards: [unknown]).verdict == .refuse)
        #expect(PromotionGate().decide(log, guards: [broken]).reason.contains("purchases"))
    }

    /// Looked at after every slate, a hundred canaries that are no worse are left alone.
    @Test func looksAsOftenAsOneLikes() {
        var needless = 0
        for seed in 0..<100 {
            var rng = SeededRNG(seed: UInt64(seed))
            var canary = CanaryTest(effect: 0.05)
            for _ in 0..<4000 where canary.verdict == .goOn {
                canary.add(rng.chance(0.3) ? 1 : 0, isCandidate: false)
                canary.add(rng.chance(0.3) ? 1 : 0, isCandidate: true)
            }
            if canary.verdict == .rollBack { needless += 1 }
        }
        #expect(needless <= 3, "\(needless) of 100 called back")
    }

    @Test func callsBackARegressionSoon() {
        for seed in 0..<20 {
            var rng = SeededRNG(seed: UInt64(seed))
            var canary = CanaryTest(effect: 0.1)
            var slates = 0
            while canary.verdict == .goOn, slates < 5000 {
                canary.add(rng.chance(0.3) ? 1 : 0, isCandidate: false)
                canary.add(rng.chance(0.1) ? 1 : 0, isCandidate: true)
                slates += 1
            }
            #expect(slates < 1000, "seed \(seed)")
        }
    }

    @Test func numbersThatAreNoneCountForNothing() {
        var canary = CanaryTest(effect: 0.1)
        for _ in 0..<500 {
            canary.add(1, isCandidate: false)
            canary.add(.nan, isCandidate: true)
        }
        #expect(canary.verdict == .goOn)
        #expect(canary.refused == 500)
    }
}
