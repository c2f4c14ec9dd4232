import Foundation
import Policy
import Primitives
import Testing

struct ChoiceTests {
    @Test func slatesComeAsOftenAsTheirPropensitiesSay() {
        var rng = SeededRNG(seed: 3)
        let scores = [0.3, -1, 1.2, 0]
        var counts: [[Int]: Int] = [:]
        var said: [[Int]: Double] = [:]
        for _ in 0..<40_000 {
            let draw = PlackettLuce.draw(scores, length: 2, &rng)
            counts[draw.slate, default: 0] += 1
            said[draw.slate] = exp(draw)
        }
        #expect(counts.count == 12)
        #expect(abs(said.values.reduce(0, +) - 1) < 1e-9)
        for (slate, chance) in said {
            let share = Double(counts[slate] ?? 0) / 40_000
            #expect(abs(share - chance) < 4 * (chance / 40_000).squareRoot(), "\(slate)")
        }
    }

    private func exp(_ draw: PlackettLuce.Draw) -> Double { draw.propensities.reduce(1, *) }

    @Test func extremeScoresGiveChancesAllTheSame() {
        let chances = PlackettLuce.propensities(of: [0, 1, 2], [900, 0, -900])
        #expect(chances.allSatisfy { $0 > 0 && $0 <= 1 })
        #expect(PlackettLuce.propensities(of: [], [1]).isEmpty)
        var rng = SeededRNG(seed: 1)
        #expect(PlackettLuce.draw([], length: 3, &rng).slate.isEmpty)
    }

    @Test func gradientAgreesWithDifferences() {
        var rng = SeededRNG(seed: 9)
        let scores = (0..<6).map { _ in rng.normal() }
        let slate = [4, 0, 2]
        let weights = [1.0, -0.5, 2]
        func value(_ scores: [Double]) -> Double {
            let chances = PlackettLuce.propensities(of: slate, scores)
            return zip(chances, weights).reduce(0) { $0 + $1.1 * log($1.0) }
        }
        let gradient = PlackettLuce.gradient(of: slate, scores, weights: weights)
        for place in scores.indices {
            var (up, down) = (scores, scores)
            up[place] += 1e-5
            down[place] -= 1e-5
            #expect(abs((value(up) - value(down)) / 2e-5 - gradient[place]) < 1e-6)
        }
    }

    @Test(arguments: [0.001, 0.1, 1])
    func whatServesStaysInTheBall(radius: Double) {
        var rng = SeededRNG(seed: 4)
        for _ in 0..<100 {
            let licensed = (0..<10).map { _ in rng.normal() }
            let wanted = (0..<10).map { _ in 4 * rng.normal() }
            let region = TrustRegion(radius: radius)
            let served = region.project(wanted, around: licensed)
            let divergence = TrustRegion.divergence(served, licensed)
            #expect(divergence <= radius + 1e-9)
            let isInside = TrustRegion.divergence(wanted, licensed) <= radius
            #expect(isInside ? served == wanted : divergence > 0.99 * radius)
        }
        let poor = TrustRegion(radius: radius).project([.nan, 1], around: [0, 0])
        #expect(poor == [0, 0])
    }
}
