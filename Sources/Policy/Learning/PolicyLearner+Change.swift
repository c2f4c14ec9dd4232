/// What follows a change at once, before the network has learnt it.
extension PolicyLearner {
    /// Takes what came of a slate, beside what the network foretells of it now: into the tilt, and into
    /// the shortfall of clicks, which raises the alarm a batch at a time.
    func follow(_ decision: PolicyDecision, _ clicked: [Bool]) {
        let now = decision.question.time
        tilt.move(to: now)
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
            shortfall.sum += looks[position] * network.chance(ofRow: place)
            if clicked[position] { shortfall.sum -= 1 }
        }
        shortfall.count += 1
        guard shortfall.count == settings.batch else { return }
        if drift.note(shortfall.sum / Double(shortfall.count)) { doubt(at: now) }
        shortfall = (0, 0)
    }

    /// The world has changed: what was shown before says nothing of now, what was learnt of it is
    /// doubted, and the licence no longer says what is safe.
    private func doubt(at now: Double) {
        recent.clear()
        tilt.doubt()
        isOutdated = true
        alertEnd = now + settings.alertDays
    }
}
