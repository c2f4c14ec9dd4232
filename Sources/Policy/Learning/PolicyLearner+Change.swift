import Primitives

/// What follows a change at once, before the network has learnt it.
extension PolicyLearner {
    /// Adds to the scores what the network has not learnt yet, as much as it changes the items' worth.
    func lean(_ scores: inout [Double], _ state: [Float], _ features: [Float]) {
        for (place, ratio) in leanings(state, features).enumerated() {
            scores[place] += settings.sharpness * ratio
        }
    }

    /// By candidate of the question just read, the logarithm of what its click is likelier by.
    func leanings(_ state: [Float], _ features: [Float]) -> [Double] {
        guard settings.tiltSpread > 0 else { return single.rows[0].map { _ in 0 } }
        let direction = tilt.direction(state)
        return single.rows[0].enumerated().map { place, row in
            var sum: Float = 0
            for (column, weight) in direction.enumerated() {
                sum += weight * features[place * direction.count + column]
            }
            let logit = network.output(.click, of: row)
            return Self.logChance(logit + Double(sum)) - Self.logChance(logit)
        }
    }

    private static func logChance(_ logit: Double) -> Double {
        -logarithm(1 + exponential(-logit))
    }

    /// What came of a slate, beside what the network foretells of it now.
    func learnTilt(_ decision: PolicyDecision, _ clicked: [Bool]) {
        guard settings.tiltSpread > 0 else { return }
        tilt.move(to: decision.question.time)
        single.clear()
        guard single.append(state: decision.question.state, features: decision.features)
        else { return }
        network.forward(single)
        let width = shape.candidate
        for (position, place) in decision.slate.enumerated() {
            tilt.learn(
                logit: network.output(.click, of: place), look: looks[position],
                clicked: clicked[position], state: decision.question.state,
                features: decision.features[place * width..<(place + 1) * width])
        }
    }

    /// The world has changed: what was shown before says nothing of now, what was learnt of it is
    /// doubted, and the licence no longer says what is safe.
    func doubt(at now: Double) {
        recent.clear()
        tilt.doubt()
        isOutdated = true
        alertEnd = now + settings.alertDays
    }
}
