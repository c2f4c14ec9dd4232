import Evaluation
import Primitives

/// A log that has been checked, ready to estimate with.
package struct OffPolicyLog: Sendable {
    package let decisions: [LoggedDecision]
    package let weighting: SlateWeighting

    /// - Parameters:
    ///   - decisions: at least one.
    ///   - weighting: how rewards of a slate are weighted.
    /// - Throws: `OffPolicyError` where a number cannot be estimated with.
    package init(
        _ decisions: [LoggedDecision], weighting: SlateWeighting = .item
    ) throws(OffPolicyError) {
        guard !decisions.isEmpty else {
            throw OffPolicyError(.noDecisions, 0, "the log has no decisions")
        }
        for decision in decisions { try decision.validate() }
        self.decisions = decisions
        self.weighting = weighting
    }

    /// What the logging policy earned a decision.
    package var loggedValue: Double {
        decisions.reduce(0) { $0 + $1.shown.reduce(0) { $0 + $1.reward } } / Double(decisions.count)
    }

    /// The value of the target policy a decision, with intervals of 95 %.
    ///
    /// - Parameters:
    ///   - estimator: how it is estimated.
    ///   - resamples: draws of the bootstrap.
    ///   - seed: of those draws.
    /// - Returns: value and intervals.
    package func estimate(
        _ estimator: Estimator, resamples: Int = 1000, seed: UInt64 = 1
    ) -> OffPolicyEstimate {
        let contributions = contributions(estimator)
        let value = contributions.reduce(0, +) / Double(contributions.count)
        return OffPolicyEstimate(
            estimator: estimator.name, value: value,
            bootstrap: bootstrap(contributions, resamples, seed),
            bernstein: Bernstein.interval(of: contributions))
    }

    /// What each decision adds to the mean that the value is. A ratio of means is expanded to first
    /// order about its value (the delta method), which keeps its mean and its spread.
    func contributions(_ estimator: Estimator) -> [Double] {
        let terms = decisions.map { estimator.terms(of: $0, weighting) }
        let positions = terms.reduce(0) { max($0, $1.count) }
        var sums = Array(repeating: (numerator: 0.0, denominator: 0.0), count: positions)
        for row in terms {
            for (place, term) in row.enumerated() {
                sums[place].numerator += term.numerator
                sums[place].denominator += term.denominator
            }
        }
        // Estimators without normalisation divide by decisions, shorter slates included.
        let count = Double(decisions.count)
        return terms.map { row in
            row.enumerated().reduce(0) { sum, entry in
                guard case .snips = estimator else { return sum + entry.element.numerator }
                let total = sums[entry.offset]
                guard total.denominator > 0 else { return sum }
                let ratio = total.numerator / total.denominator
                let residual = entry.element.numerator - ratio * entry.element.denominator
                return sum + ratio + residual * count / total.denominator
            }
        }
    }

    private func bootstrap(_ values: [Double], _ resamples: Int, _ seed: UInt64) -> Interval {
        var rng = SeededRNG(seed: seed)
        let means = (0..<resamples).map { _ in
            var sum = 0.0
            for _ in values.indices { sum += values[rng.index(below: values.count)] }
            return sum / Double(values.count)
        }
        return Interval(of: means)
    }

    /// How far the two policies overlap.
    package var overlap: Overlap {
        var sum = 0.0
        var squares = 0.0
        var most = 0.0
        var zeros = 0
        var count = 0
        for decision in decisions {
            for weight in weighting.weights(of: decision) {
                sum += weight
                squares += weight * weight
                most = max(most, weight)
                if weight == 0 { zeros += 1 }
                count += 1
            }
        }
        let total = Double(max(1, count))
        let positions = total / Double(decisions.count)
        return Overlap(
            effectiveSample: squares > 0 ? sum * sum / squares / max(1, positions) : 0,
            meanWeight: sum / total, weightMax: most, zeroShare: Double(zeros) / total)
    }
}
