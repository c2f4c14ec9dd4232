/// Decides whether a candidate may take the place of the policy that serves, from the log of that
/// policy alone.
package struct PromotionGate: Hashable, Sendable {
    package enum Verdict: String, Sendable {
        /// Better beyond doubt, and no guard is broken.
        case promote
        /// Not shown to be better, or a guard is broken.
        case refuse
        /// The log cannot tell: a small share of traffic has to.
        case canary
    }

    /// A figure that must not get worse by more than a tolerance, on the same estimate.
    package struct Guard: Hashable, Sendable {
        package let name: String
        package let incumbent: Double
        /// The lower end of the candidate's interval.
        package let candidateLow: Double
        /// The loss that is tolerated, as a share of the incumbent's figure.
        package let tolerance: Double

        package init(
            name: String, incumbent: Double, candidateLow: Double, tolerance: Double = 0.05
        ) {
            self.name = name
            self.incumbent = incumbent
            self.candidateLow = candidateLow
            self.tolerance = tolerance
        }

        var isBroken: Bool { !(candidateLow >= incumbent * (1 - tolerance)) }
    }

    /// Everything that the verdict rests on.
    package struct Decision: Hashable, Sendable {
        package let verdict: Verdict
        package let reason: String
        package let incumbent: Double
        /// The candidate's doubly robust value.
        package let candidate: Double
        /// The lower bound of candidate minus incumbent, on the same decisions.
        package let gainLow: Double
        package let overlap: Overlap
    }

    /// Below it only a canary decides.
    package var effectiveSampleMin = 200.0
    /// Standard errors between the gain and nothing: 1.96 lets one in forty useless candidates
    /// through, 2.33 one in a hundred.
    package var strictness = 2.33

    package init() {}

    /// - Parameters:
    ///   - log: decisions of the incumbent, with the candidate as the target.
    ///   - guards: figures that must hold.
    /// - Returns: the verdict and its evidence.
    package func decide(_ log: OffPolicyLog, guards: [Guard] = []) -> Decision {
        let overlap = log.overlap
        let incumbent = log.loggedValue
        // Paired by decision: what both would have earned anyway cancels.
        let rewards = log.decisions.map { $0.shown.reduce(0) { $0 + $1.reward } }
        let gains = zip(log.contributions(.doublyRobust), rewards).map { $0 - $1 }
        let count = Double(gains.count)
        let mean = gains.reduce(0, +) / count
        let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
        let low = mean - strictness * (variance / count).squareRoot()
        let (verdict, reason) = judge(overlap, low, guards)
        return Decision(
            verdict: verdict, reason: reason, incumbent: incumbent, candidate: incumbent + mean,
            gainLow: low, overlap: overlap)
    }

    private func judge(
        _ overlap: Overlap, _ low: Double, _ guards: [Guard]
    ) -> (Verdict, String) {
        guard overlap.effectiveSample >= effectiveSampleMin else {
            return (
                .canary,
                "the log tells as much as \(Int(overlap.effectiveSample)) decisions of the "
                    + "candidate, fewer than \(Int(effectiveSampleMin))"
            )
        }
        if let broken = guards.first(where: \.isBroken) {
            return (.refuse, "\(broken.name) may fall by more than \(broken.tolerance * 100) %")
        }
        guard low > 0 else { return (.refuse, "the gain may be \(low) or less") }
        return (.promote, "the gain is at least \(low)")
    }
}
