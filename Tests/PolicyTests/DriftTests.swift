import Policy
import Primitives
import Testing

struct DriftTests {
    private static func loss(_ mean: Double, _ rng: inout SeededRNG) -> Double {
        mean + 0.25 * rng.normal()
    }

    @Test("an alarm after a change, and none before", arguments: 1..<6)
    func tellsAChange(number: Int) {
        var rng = SeededRNG(seed: UInt64(number))
        var alarm = DriftAlarm(allowance: 0.05, threshold: 6)
        for _ in 0..<20_000 where alarm.note(Self.loss(1, &rng)) {
            Issue.record("seed \(number): nothing had changed")
        }
        var steps = 0
        while steps < 500, !alarm.note(Self.loss(1.2, &rng)) { steps += 1 }
        #expect(steps < 200, "seed \(number)")
        // What has become usual alarms no more, and neither does what is no number.
        for _ in 0..<5000 { _ = alarm.note(Self.loss(1.2, &rng)) }
        let isAlarmed = alarm.note(.nan)
        #expect(!isAlarmed)
        #expect(alarm.alarms == 1, "seed \(number)")
    }
}

struct FutureIndexTests {
    /// Of two features one changes the future; slates without a click have one too, which no click is
    /// credited with.
    @Test func findsWhatAClickChanges() {
        var rng = SeededRNG(seed: 3)
        var index = FutureIndex(features: 2)
        for _ in 0..<20_000 {
            let features = (0..<6).map { _ in Float(rng.normal()) }
            let clicked = (0..<3).filter { _ in rng.chance(0.3) }
            let gain = clicked.reduce(-1.0) { $0 + 0.5 + 2 * Double(features[2 * $1]) }
            let noise = 4 * rng.normal()
            index.learn(index.regressors(features, clicked: clicked), gain + noise)
        }
        for (features, expected) in [([Float(1), 0], 2.5), ([0, 1], 0.5), ([-1, 1], -1.5)] {
            #expect(abs(index.gain(of: features) - expected) < 0.2)
        }
        let before = index
        index.learn([1, .nan, 0, 0], 1)
        index.learn([1, 0, 0, 0], .infinity)
        #expect(index.weights == before.weights)
    }
}
