import Companions
import Primitives
import Testing

@Suite("What is bought again")
struct ReplenishmentTests {
    private static func day(_ number: Double) -> Timestamp { Timestamp(seconds: number * 86_400) }

    /// Item 0 is bought again by most after ten days, item 1 by nobody.
    private var model: Replenishment {
        var model = Replenishment()
        for _ in 0..<50 {
            model.learn(0, after: nil)
            model.learn(0, after: 10 * 86_400)
            model.learn(1, after: nil)
        }
        return model
    }

    private func due(_ item: UInt32, _ bought: [Double], _ now: Double) -> Float {
        model.due(item, bought: bought.map(Self.day), now: Self.day(now))
    }

    @Test("what others buy again comes before what they do not")
    func others() {
        #expect(due(0, [0], 12) > 5 * due(1, [0], 12))
        #expect(due(1, [0], 30) > 0)
    }

    @Test("it is time neither at once nor long before, and late is better than early")
    func time() {
        #expect(due(0, [0], 0) < 0.01)
        #expect(due(0, [0], 3) < due(0, [0], 12))
        #expect(due(0, [0], 24) > due(0, [0], 5))
        #expect(due(0, [0], 300) < due(0, [0], 24))
    }

    @Test("a person's own gaps count more than those of others")
    func own() {
        let slow = [0.0, 60, 120, 180, 240]
        #expect(due(0, slow, 250) < due(0, slow, 295))
        #expect(due(1, slow, 300) > due(1, [0], 60))
    }

    @Test("two lines of one day are one purchase, and what is years apart begins anew")
    func bounds() {
        var model = Replenishment()
        model.learn(3, after: nil)
        let before = model.rows
        model.learn(3, after: 3600)
        model.learn(3, after: 900 * 86_400)
        model.learn(3, after: -5)
        #expect(Array(model.rows) == Array(before))
        #expect(model.due(9, bought: [Self.day(0)], now: Self.day(30)) > 0)
        #expect(model.due(9, bought: [], now: Self.day(30)) == 0)
    }
}
