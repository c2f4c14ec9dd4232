import Companions
import Primitives
import Testing

@Suite("What comes next")
struct MarkovTests {
    /// Random sequences in which low items are frequent and repeats happen.
    private static func sequences(_ count: Int, _ random: inout SeededRNG) -> [[UInt32]] {
        (0..<count).map { _ in
            (0..<random.index(below: 9)).map { _ in
                UInt32(random.index(below: 1 + random.index(below: 30)))
            }
        }
    }

    @Test("Markov counts what comes right after; popularity breaks ties", arguments: 1...10)
    func markov(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let sequences = Self.sequences(200, &random)
        var model = Markov()
        for sequence in sequences { model.learn(sequence: sequence) }
        var pairs: [[UInt32]: Float] = [:]
        var counts: [UInt32: Float] = [:]
        for sequence in sequences {
            for item in sequence { counts[item, default: 0] += 1 }
            for (a, b) in zip(sequence, sequence.dropFirst()) { pairs[[a, b], default: 0] += 1 }
        }
        // One more item than there are: it scores nothing.
        var scores = [Float](repeating: 99, count: 31)
        for last in 0..<31 as Range<UInt32> {
            model.score([5, last], into: &scores)
            for item in 0..<31 as Range<UInt32> {
                let expected = pairs[[last, item], default: 0] + 1e-6 * counts[item, default: 0]
                #expect(abs(scores[Int(item)] - expected) < 1e-6, "seed \(seed)")
            }
        }
        model.score([], into: &scores)
        #expect(scores.firstIndex(of: scores.max() ?? 0) == mode(counts))
    }

    private func mode(_ counts: [UInt32: Float]) -> Int? {
        counts.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { Int($0.key) }
    }

    @Test("rules weigh by any decay, with or without repeats", arguments: 1...10)
    func rules(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let sequences = Self.sequences(200, &random)
        let decays: [Decay] = [
            .none, .inverse, .quadratic, .logarithmic, .linear(slope: 0.3),
            .exponential(length: 2),
        ]
        var settings = SequentialRules.Settings()
        settings.decay = random.pick(decays)
        settings.reach = 1 + random.index(below: 6)
        settings.repeats = random.chance(0.5)
        settings.recency = 0
        var model = SequentialRules(settings)
        var naive: [[UInt32]: Double] = [:]
        for sequence in sequences {
            model.learn(sequence: sequence)
            for (place, item) in sequence.enumerated() {
                for distance in 1...settings.reach where distance <= place {
                    let earlier = sequence[place - distance]
                    guard settings.repeats || earlier != item else { continue }
                    naive[[earlier, item], default: 0] += settings.decay.weight(distance - 1)
                }
            }
        }
        var scores = [Float](repeating: 99, count: 31)
        for last in 0..<31 as Range<UInt32> {
            model.score([3, 4, last], into: &scores)
            for item in 0..<31 as Range<UInt32> {
                let expected = naive[[last, item], default: 0]
                #expect(abs(Double(scores[Int(item)]) - expected) < 1e-3, "seed \(seed)")
            }
        }
    }

    @Test("decays are 1 at once, and never rise")
    func decays() {
        let decays: [Decay] = [
            .none, .inverse, .quadratic, .logarithmic, .linear(slope: 0.3),
            .exponential(length: 2),
        ]
        for decay in decays {
            #expect(decay.weight(0) == 1)
            for distance in 0..<50 {
                #expect(decay.weight(distance) >= decay.weight(distance + 1))
                #expect(decay.weight(distance) >= 0)
            }
        }
        #expect(Decay.linear(slope: 0.3).weight(4) == 0)
        #expect(Decay.logarithmic.weight(1) == 0.5)
        #expect(Decay.quadratic.weight(1) == 0.25)
    }

    @Test("popularity counts occurrences, whatever the history")
    func popularity() {
        var model = PopularityModel()
        model.learn(sequence: [2, 4, 2])
        var scores: [Float] = [9, 9, 9, 9]
        model.score([1], into: &scores)
        #expect(scores == [0, 0, 2, 0])
        #expect(model.count(of: 4) == 1)
        #expect(model.count(of: 400) == 0)
    }
}
