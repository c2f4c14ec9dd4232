import Neural
import Primitives

/// Gradients of the heads, slate by slate.
extension PolicyLearner {
    /// Steps on the slates just shown, and on what was shown of late; on as many slates whose rewards
    /// are complete; and one step of the value network.
    func trainOnline() {
        let shown = Array(fresh.prefix(settings.batch))
        fresh.removeFirst(shown.count)
        let now = shown.last?.question.time ?? 0
        let filled = shown + recent.sample(settings.batch - shown.count, &rng)
        train(shown: filled, complete: closed.sample(settings.batch, &rng))
        for slate in shown { recent.append(slate) }
        let isAlert = now < alertEnd
        for _ in 0..<(isAlert ? settings.alertReplays : settings.replays) {
            train(
                shown: recent.sample(settings.batch, &rng),
                complete: closed.sample(settings.batch, &rng))
        }
        trainValue()
    }

    /// Learns again from everything kept, as a nightly training does.
    ///
    /// - Parameter epochs: how often each kept slate is learnt from, on average.
    package func trainAgain(epochs: Int) {
        fresh = []
        for _ in 0..<max(1, epochs * closed.count / settings.batch) {
            let slates = closed.sample(settings.batch, &rng)
            train(shown: slates, complete: slates)
            trainValue()
        }
    }

    private func train(shown: [PolicyDecision], complete: [PolicyDecision]) {
        batch.clear()
        var slates: [(decision: PolicyDecision, isComplete: Bool)] = []
        for (decisions, isComplete) in [(shown, false), (complete, true)] {
            for decision in decisions
            where batch.append(state: decision.question.state, features: decision.features) {
                slates.append((decision, isComplete))
            }
        }
        guard !slates.isEmpty else { return }
        network.forward(batch)
        gradient.rows = batch.candidates.rows
        gradient.fill(0)
        var lookSteps = Array(repeating: 0.0, count: looks.count)
        let share = 1 / Double(max(1, shown.count))
        for (slate, entry) in slates.enumerated() {
            let rows = batch.rows[slate]
            if entry.isComplete {
                learnWorth(entry.decision, rows, share)
                learnFromSample(entry.decision, rows, share)
            } else {
                learnClicks(entry.decision, rows, share, &lookSteps)
                improve(entry.decision, rows, share)
            }
        }
        network.backward(gradient, batch)
        if network.step(rate: settings.learningRate) { steps += 1 }
        for position in looks.indices.dropFirst() {
            let step = exponential(min(0.05, max(-0.05, -0.1 * lookSteps[position])))
            looks[position] = min(1, max(0.01, looks[position] * step))
        }
    }

    /// By which the policy draws: its own, added to what it corrects.
    private func logits(_ rows: Range<Int>, _ base: [Double]) -> [Double] {
        rows.enumerated().map { place, row in
            (base.isEmpty ? 0 : base[place]) + network.output(.choice, of: row)
        }
    }

    private func add(_ value: Double, _ head: PolicyNetwork.Head, _ row: Int) {
        gradient[row, head.rawValue] += Float(value)
    }

    /// Cross-entropy of clicks, whose chance is that of a look times that of a click after a look
    /// (Guo et al., "PAL: a position-bias aware learning framework", 2019).
    private func learnClicks(
        _ decision: PolicyDecision, _ rows: Range<Int>, _ share: Double,
        _ lookSteps: inout [Double]
    ) {
        for (position, place) in decision.slate.enumerated() {
            let row = rows.lowerBound + place
            let click = network.chance(ofRow: row)
            let chance = min(0.999, looks[position] * click)
            let slope =
                decision.clicked[position] ? -1.0 : chance / (1 - chance)
            add(share * slope * (1 - click), .click, row)
            lookSteps[position] += share * slope
        }
    }

    /// Square error of what a click was worth by itself.
    private func learnWorth(_ decision: PolicyDecision, _ rows: Range<Int>, _ share: Double) {
        for (position, place) in decision.slate.enumerated() where decision.clicked[position] {
            let row = rows.lowerBound + place
            let error = network.output(.worth, of: row) - decision.rewards[position]
            add(0.2 * share * min(5, max(-5, error)), .worth, row)
        }
    }

    /// Steps the actor towards what the critic would do, which is what it corrects where the critic has
    /// learnt nothing: the gradient of the divergence of a fixed
    /// target from the policy is the difference of the two.
    private func improve(_ decision: PolicyDecision, _ rows: Range<Int>, _ share: Double) {
        let base = decision.question.base
        let wanted = PlackettLuce.softmax(
            rows.enumerated().map { place, row in
                let worth = logarithm(max(1e-9, worth(ofRow: row, in: batch)))
                return (base.isEmpty ? 0 : base[place]) + settings.sharpness * worth
            })
        let policy = PlackettLuce.softmax(logits(rows, base))
        for (place, row) in rows.enumerated() {
            add(share * (policy[place] - wanted[place]), .choice, row)
        }
    }

    /// The policy gradient of what was really shown, off-policy and for sets of K (Chen et al.,
    /// "Top-K off-policy correction for a REINFORCE recommender system", 2019): the importance
    /// weight π/β, cut, times K·(1 − π)ᴷ⁻¹. The critic is the baseline.
    private func learnFromSample(
        _ decision: PolicyDecision, _ rows: Range<Int>, _ share: Double
    ) {
        guard settings.sampledGradient > 0 else { return }
        let policy = PlackettLuce.softmax(logits(rows, decision.question.base))
        let length = Double(decision.slate.count)
        var sum = 0.0
        for (position, place) in decision.slate.enumerated() {
            let row = rows.lowerBound + place
            let chance = policy[place]
            let weight = min(
                settings.weightMax, chance / max(decision.firstChances[position], 1e-9))
            let correction = length * power(1 - chance, decision.slate.count - 1)
            let baseline = looks[position] * worth(ofRow: row, in: batch)
            let earned =
                decision.rewards[position]
                + (decision.clicked[position] ? later(row, in: batch) : 0)
            let advantage = min(5, max(-5, earned - baseline))
            let step = settings.sampledGradient * share * weight * correction * advantage
            add(-step, .choice, row)
            sum += step
        }
        for (place, row) in rows.enumerated() { add(sum * policy[place], .choice, row) }
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<max(0, exponent)).reduce(1.0) { product, _ in product * base }
    }

    /// What a slate changed: what came after it beside what was expected before it.
    func learnFuture(_ label: ValueLabels.Label) {
        let values = values(of: [label.before, label.last])
        let gain = label.value + kept * values[1] - values[0]
        futures.learn(label.regressors, min(50, max(-50, gain)))
    }

    /// What a reward after the window counts, beside one at its start.
    private var kept: Double { exponential(-settings.valueWindow / settings.patience) }

    private func values(of states: [[Float]]) -> [Double] {
        read(states)
        return value.values(of: valueStates).map { Self.valueUnit * $0 }
    }

    private func read(_ states: [[Float]]) {
        valueStates.rows = states.count
        for (row, state) in states.enumerated() {
            for (place, value) in state.enumerated() {
                unsafe valueStates.floats[row * valueStates.columns + place] = value
            }
        }
    }

    /// Steps towards what came in the window and, after it, what is expected of whoever was seen last:
    /// temporal differences over a window's many steps, which also end for those who stayed away.
    private func trainValue() {
        let sample = valueLabels.sample(2 * settings.batch, &rng)
        guard !sample.isEmpty else { return }
        let rest = values(of: sample.map(\.last))
        let targets = zip(sample, rest).map { ($0.value + kept * $1) / Self.valueUnit }
        read(sample.map(\.state))
        _ = value.learn(valueStates, targets: targets)
        value.step(rate: settings.learningRate)
    }
}

extension PolicyLearner {
    /// A learner that goes on from here, with other settings; neither changes the other. What waits
    /// for rewards stays with the original.
    package func copy(_ change: (inout PolicySettings) -> Void = { _ in }, seed: UInt64)
        -> PolicyLearner
    {
        var settings = settings
        change(&settings)
        let copy = PolicyLearner(
            state: shape.state, candidate: shape.candidate - ItemEvidence.count,
            settings: settings, seed: seed)
        copy.network.copy(network)
        for (own, theirs) in zip(copy.value.weights, value.weights) { own.copy(theirs) }
        copy.evidence = evidence
        copy.futures = futures
        copy.looks = looks
        copy.tilt = tilt
        copy.drift = drift
        copy.shortfall = shortfall
        copy.labels = labels
        copy.valueLabels = valueLabels
        copy.closed = closed
        copy.recent = recent
        return copy
    }
}
