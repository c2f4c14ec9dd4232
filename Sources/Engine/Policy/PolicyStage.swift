import Policy
import Primitives

/// Which policies answer, which one is judged, and for whom. A value in the state, so that an answer reads
/// one from its beginning to its end.
struct PolicyStage: Sendable {
    enum Mode: String, Sendable {
        /// The ranker answers; what a policy would have done is only judged.
        case shadow
        /// A candidate answers some people.
        case canary
        /// What the gate let through answers all but a few.
        case serving
    }

    let configuration: PolicyConfiguration
    var mode = Mode.shadow
    /// What learns.
    var live: LivePolicy
    /// What the gate let through; nil where the ranker stands alone.
    var licensed: LivePolicy?
    /// What is judged.
    var candidate: LivePolicy?
    /// Whether the world has changed since a policy was licensed last.
    var isOutdated = false

    /// The share of people whose answers are not those of the other arm.
    var share: Double {
        switch mode {
        case .shadow: 0
        case .canary: configuration.canary
        case .serving: 1 - configuration.holdout
        }
    }

    /// Who is in which arm stays the same as long as the shares do.
    func isTreated(_ person: Int) -> Bool {
        var rng = SeededRNG(seed: UInt64(bitPattern: Int64(person)) ^ configuration.seed)
        return rng.uniform() < share
    }

    /// The policy that makes an answer, and whether it may move inside the leeway; nil: the ranker.
    func actor(isTreated: Bool) -> LivePolicy? {
        mode == .canary && isTreated ? candidate : isTreated || mode == .canary ? licensed : nil
    }

    /// The policy to be judged by an answer that `actor` makes.
    func judged(isTreated: Bool) -> LivePolicy? {
        switch mode {
        case .shadow: candidate
        case .canary: nil
        case .serving: isTreated ? candidate : nil
        }
    }

    /// The logits by which a policy draws: in the ball around the ranker's.
    func logits(_ opinion: PolicyReading, _ base: [Double]) -> [Double] {
        logits(opinion, base, in: configuration.ball)
    }

    private func logits(
        _ opinion: PolicyReading, _ base: [Double], in ball: Double
    ) -> [Double] {
        TrustRegion(radius: ball).project(zip(base, opinion.logits).map(+), around: base)
    }

    /// How far from the ranker what learns may be now.
    var ball: Double { isOutdated ? configuration.alarmBall : configuration.ball }

    /// The logits of what the gate let through, moved by what was learnt since: within the leeway, or,
    /// where the world has changed and the licence says nothing of it, within the wider ball.
    func servedLogits(
        _ licensed: [Double], _ learning: PolicyReading?, _ base: [Double]
    ) -> [Double] {
        guard let learning else { return licensed }
        let wanted = logits(learning, base, in: ball)
        guard !isOutdated else { return wanted }
        return TrustRegion(radius: configuration.leeway).project(wanted, around: licensed)
    }
}
