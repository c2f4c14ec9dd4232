import Primitives

/// What clicks say that the network has not learnt yet: logistic regression on the products of state
/// and candidate, beside the network's logit, with a normal posterior that forgets.
///
/// A network takes thousands of slates to unlearn a taste; these weights take what a click tells about
/// them at once, as much as they are uncertain (the extended Kalman filter with a diagonal covariance,
/// which is the online learning of Graepel et al., "Web-scale Bayesian click-through rate prediction",
/// 2010, for continuous features). What the network has learnt meanwhile they give up.
package struct ClickTilt: Sendable {
    private let states: Int
    private let candidates: Int
    private let spread: Float
    private let halfLife: Double
    /// [1 + states × candidates]: of the candidate alone, then of each float of the state.
    package private(set) var means: [Float]
    package private(set) var variances: [Float]
    private var time = -Double.infinity

    /// - Parameters:
    ///   - states: floats of a state.
    ///   - candidates: floats of a candidate.
    ///   - spread: the standard deviation of a weight of which nothing is known.
    ///   - halfLife: days in which half of what was learnt is gone.
    package init(states: Int, candidates: Int, spread: Double, halfLife: Double) {
        self.states = states
        self.candidates = candidates
        self.spread = Float(spread)
        self.halfLife = halfLife
        means = Array(repeating: 0, count: (1 + states) * candidates)
        variances = Array(repeating: self.spread * self.spread, count: means.count)
    }

    /// What it adds to the logit of a click on whatever has these features, for whoever has this state.
    package func direction(_ state: [Float]) -> [Float] {
        var sum = Array(means.prefix(candidates))
        for (place, value) in state.enumerated() where value != 0 {
            let row = (1 + place) * candidates
            for column in 0..<candidates { sum[column] += value * means[row + column] }
        }
        return sum
    }

    /// What it adds to the logit of a click on each of some candidates.
    ///
    /// - Parameters:
    ///   - state: of who asks.
    ///   - features: of all candidates, one after the other.
    /// - Returns: one number a candidate.
    package func tilts(_ state: [Float], _ features: [Float]) -> [Double] {
        let direction = direction(state)
        return stride(from: 0, to: features.count, by: candidates).map { first in
            var sum: Float = 0
            for column in 0..<candidates { sum += direction[column] * features[first + column] }
            return Double(sum)
        }
    }

    /// Goes on from what was learnt until a moment, as `means` and `variances` were then.
    ///
    /// - Parameters:
    ///   - means: as many as there are weights.
    ///   - variances: as many.
    ///   - time: days.
    package mutating func restore(means: [Float], variances: [Float], time: Double) {
        precondition(means.count == self.means.count && variances.count == means.count)
        self.means = means
        self.variances = variances
        self.time = time
    }

    /// Forgets for the time that went by, at most a hundred times a day.
    package mutating func move(to now: Double) {
        guard time.isFinite else { return time = now }
        guard now - time > 0.01 else { return }
        let kept = Float(exponential(-0.693_147 * (now - time) / halfLife))
        time = now
        for place in means.indices {
            means[place] *= kept
            variances[place] += (1 - kept) * (spread * spread - variances[place])
        }
    }

    /// Holds nothing for certain any longer: the world has changed.
    package mutating func doubt() {
        for place in variances.indices { variances[place] = spread * spread }
    }

    /// Takes what came of one item of a slate.
    ///
    /// - Parameters:
    ///   - logit: the network's, of a click if looked at.
    ///   - look: the chance that it was looked at.
    ///   - clicked: whether it was clicked.
    ///   - state: of who was asked.
    ///   - features: of the item.
    package mutating func learn(
        logit: Double, look: Double, clicked: Bool, state: [Float], features: ArraySlice<Float>
    ) {
        var inputs = [Float]()
        inputs.reserveCapacity(means.count)
        inputs += features
        for value in state { for feature in features { inputs.append(value * feature) } }
        var (tilt, doubt) = (Float(0), Float(0))
        for (place, input) in inputs.enumerated() {
            tilt += means[place] * input
            doubt += variances[place] * input * input
        }
        let click = 1 / (1 + exponential(-(logit + Double(tilt))))
        let chance = min(0.999, look * click)
        // The slope of the logarithm of the likelihood, and what it varies by: Fisher's information.
        let slope = clicked ? 1 - click : -chance * (1 - click) / (1 - chance)
        let information = chance * (1 - click) * (1 - click) / (1 - chance)
        guard slope.isFinite, information > 1e-9 else { return }
        let gain = 1 / (1 + information * Double(doubt))
        let (step, known) = (Float(gain * slope), Float(gain * information))
        for (place, input) in inputs.enumerated() where input != 0 {
            let toward = variances[place] * input
            means[place] += toward * step
            variances[place] -= toward * toward * known
        }
    }
}
