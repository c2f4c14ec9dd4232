import Policy
import Primitives
import Testing

struct ClickTiltTests {
    private static func logistic(_ x: Double) -> Double { PlackettLuce.softmax([x, 0])[0] }

    /// One of two kinds of people likes what the other dislikes; then they change places.
    @Test("it follows a change of taste within some hundred slates", arguments: 1..<4)
    func followsAChange(seed: Int) {
        var rng = SeededRNG(seed: UInt64(seed))
        var tilt = ClickTilt(states: 2, candidates: 3, spread: 0.7, halfLife: 1)
        func mistake(_ sign: Double) -> Double {
            let weights = [tilt.direction([1, 0]), tilt.direction([0, 1])].map { Double($0[0]) }
            return max(abs(weights[0] - 1.5 * sign), abs(weights[1] + 1.5 * sign))
        }
        for (sign, isDoubted) in [(1.0, false), (-1.0, true)] {
            if isDoubted { tilt.doubt() }
            for step in 0..<4000 {
                let person = step % 2
                let features = (0..<3).map { _ in Float(rng.normal()) }
                let taste = 1.5 * sign * (person == 0 ? 1 : -1) * Double(features[0])
                let look = rng.chance(0.5) ? 1 : 0.4
                let chance = look * Self.logistic(taste - 1)
                tilt.learn(
                    logit: -1, look: look, clicked: rng.chance(chance),
                    state: person == 0 ? [1, 0] : [0, 1], features: features[...])
            }
            #expect(mistake(sign) < 0.4, "seed \(seed), sign \(sign)")
        }
    }

    /// With one weight the filter is the scalar one, which is written out here.
    @Test func oneWeightIsTheScalarFilter() {
        var tilt = ClickTilt(states: 0, candidates: 1, spread: 2, halfLife: 1)
        var (mean, variance) = (0.0, 4.0)
        for (input, clicked) in [(1.0, true), (0.5, false), (-2.0, false), (1.5, true)] {
            let look = 0.8
            let click = Self.logistic(0.3 + mean * input)
            let chance = look * click
            let slope = clicked ? 1 - click : -chance * (1 - click) / (1 - chance)
            let information = chance * (1 - click) * (1 - click) / (1 - chance)
            let gain = 1 / (1 + information * variance * input * input)
            mean += variance * input * slope * gain
            variance -= variance * variance * input * input * information * gain
            tilt.learn(
                logit: 0.3, look: look, clicked: clicked, state: [], features: [Float(input)][...])
            #expect(abs(Double(tilt.direction([])[0]) - mean) < 1e-5)
        }
        tilt.move(to: 10)
        tilt.move(to: 11)
        #expect(abs(Double(tilt.direction([])[0]) - mean / 2) < 1e-5, "half is gone after a day")
    }

    @Test func whatIsNoNumberChangesNothing() {
        var tilt = ClickTilt(states: 1, candidates: 1, spread: 1, halfLife: 1)
        for logit in [Double.nan, .infinity, -.infinity] {
            tilt.learn(logit: logit, look: 0.5, clicked: true, state: [1], features: [1][...])
        }
        #expect(tilt.direction([1]) == [0])
    }
}
