import Policy
import Testing

struct RewardLedgerTests {
    private func decision(_ request: String, at time: Double) -> PolicyDecision {
        PolicyDecision(
            question: PolicyQuestion(
                request: request, person: 1, time: time, state: [], items: [10, 11, 12],
                candidates: []),
            features: [], slate: [2, 0], propensities: [1, 1], firstChances: [1, 1],
            clicked: [true, false], rewards: [1, 0])
    }

    @Test func eachRewardCountsOnceForItsItemWithinItsWindow() throws {
        var ledger = RewardLedger(window: 1, openMax: 10)
        ledger.open(decision("a", at: 5))
        func credit(_ id: String, _ request: String, _ item: Int, _ reward: Double, _ time: Double)
        {
            ledger.credit(id: id, request: request, item: item, reward: reward, time: time)
        }
        credit("1", "a", 12, 5, 5.5)
        credit("1", "a", 12, 5, 5.6)
        credit("2", "a", 10, 7, 5.2)
        credit("3", "a", 11, 1, 5.5)
        credit("4", "b", 12, 1, 5.5)
        credit("5", "a", 12, .nan, 5.5)
        credit("6", "a", 12, 1, .infinity)
        credit("7", "a", 12, 1, 4.9)
        credit("8", "a", 12, 1, 6.1)
        let none = ledger.close(at: 5.9)
        #expect(none.isEmpty)
        let closed = ledger.close(at: 6.5)
        #expect(try #require(closed.first).rewards == [6, 7])
        credit("9", "a", 12, 1, 5.5)
        let counts = ledger.counts
        #expect(counts.credited == 2 && counts.duplicate == 1 && counts.unknown == 2)
        #expect(counts.notFinite == 2 && counts.early == 1 && counts.late == 2)
    }

    @Test func aRequestThatComesAgainStaysAsItWas() {
        var ledger = RewardLedger(window: 1, openMax: 10)
        ledger.open(decision("a", at: 1))
        ledger.credit(id: "1", request: "a", item: 12, reward: 5, time: 1)
        ledger.open(decision("a", at: 1))
        let first = ledger.close(at: 9)
        #expect(first.map(\.rewards) == [[6, 0]])
        ledger.open(decision("a", at: 1))
        let again = ledger.close(at: 9)
        #expect(again.isEmpty)
    }

    @Test func isBounded() {
        var ledger = RewardLedger(window: 100, openMax: 5)
        for number in 0..<50 { ledger.open(decision("r\(number)", at: Double(number))) }
        let closed = ledger.close(at: 50)
        #expect(closed.count == 45)
        #expect(ledger.counts.crowdedOut == 45)
        ledger.credit(id: "1", request: "r44", item: 12, reward: 1, time: 50)
        #expect(ledger.counts.late == 1)
    }
}
