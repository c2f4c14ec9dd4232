import Evaluation
import Policy
import Primitives

/// Decides over candidates: from the answers that a candidate judged while others made them, and from
/// those that it made itself.
struct PolicyJudge: Sendable {
    /// What is to be done, and why.
    struct Finding: Sendable {
        var outcome: PolicyVerdict.Outcome
        var author: PolicyVerdict.Author
        var reason: String
        var evidence: PolicyVerdict.Evidence
    }

    /// Log and canary are looked at when there are `gateAnswers`, and each time that has doubled, at most
    /// as often: the strictness is that of four looks that together let one useless candidate in a hundred
    /// through.
    private static let looksMax = 4
    private static let strictness = 2.81

    private let answers: Int
    private(set) var log: [LoggedDecision] = []
    private var clicks: [LoggedDecision] = []
    private var looks = 0
    /// Of the log's positions.
    private var weights = (sum: 0.0, squares: 0.0, count: 0.0)
    /// How often a canary was looked at.
    private var canaryLooks = 0
    /// Who answered since the shares changed, and what came of it.
    private var guards: PolicyGuards
    /// What an answer earns and whether it is clicked, whoever makes it.
    private var usual = (value: CanaryTest.Arm(), clicks: CanaryTest.Arm())

    init(answers: Int) {
        self.answers = answers
        guards = Self.guards(usual, answers)
    }

    private static func guards(
        _ usual: (value: CanaryTest.Arm, clicks: CanaryTest.Arm), _ answers: Int
    ) -> PolicyGuards {
        PolicyGuards(
            usualValue: usual.value, usualClicks: usual.clicks, countMin: min(100, answers))
    }

    /// Rewards an answer of both arms.
    var arms: CanaryTest { guards.value }

    /// Begins with another candidate.
    mutating func beginJudgement() {
        (log, clicks, looks) = ([], [], 0)
        weights = (0, 0, 0)
    }

    /// Begins to compare arms anew.
    mutating func beginArms() {
        canaryLooks = 0
        guards = Self.guards(usual, answers)
    }

    /// Takes an answer whose rewards are complete.
    mutating func add(_ trace: PolicyTrace, _ decision: PolicyDecision, candidate: String?) {
        usual.value.add(decision.rewards.reduce(0, +))
        usual.clicks.add(decision.rewards.contains { $0 > 0 } ? 1 : 0)
        guards.add(trace, decision)
        guard let candidate, trace.candidate == candidate, !trace.judgements.isEmpty else { return }
        func logged(_ reward: (Int) -> Double, isModelled: Bool) -> LoggedDecision {
            LoggedDecision(
                trace.judgements.enumerated().map { position, judgement in
                    LoggedDecision.Shown(
                        reward: reward(position), propensity: decision.propensities[position],
                        target: min(1, judgement.target),
                        predicted: isModelled ? judgement.predicted : 0,
                        expected: isModelled ? judgement.expected : 0)
                })
        }
        for (judgement, propensity) in zip(trace.judgements, decision.propensities) {
            let weight = judgement.target / propensity
            weights.sum += weight
            weights.squares += weight * weight
            weights.count += 1
        }
        log.append(logged({ decision.rewards[$0] }, isModelled: true))
        clicks.append(logged({ decision.rewards[$0] > 0 ? 1 : 0 }, isModelled: false))
    }

    /// Answers of the candidate's own that would tell as much as the log (Kish, 1965); nil where there is
    /// none.
    var effectiveSample: Double? {
        guard weights.squares > 0 else { return nil }
        return weights.sum * weights.sum / weights.squares / (weights.count / Double(log.count))
    }

    /// What the log says of a candidate, when it is time to look; `isLast` where it will not be asked
    /// again.
    mutating func verdict() -> (finding: Finding, isLast: Bool)? {
        guard looks < Self.looksMax, log.count >= answers << looks,
            let judged = try? OffPolicyLog(log), let clicked = try? OffPolicyLog(clicks)
        else { return nil }
        looks += 1
        var gate = PromotionGate()
        gate.strictness = Self.strictness
        let decision = gate.decide(
            judged,
            guards: [
                PromotionGate.Guard(
                    name: "clicks", incumbent: clicked.loggedValue,
                    candidateLow: clicked.estimate(.doublyRobust, resamples: 200).bootstrap.low,
                    tolerance: 0.1)
            ])
        let outcome: PolicyVerdict.Outcome =
            switch decision.verdict {
            case .promote: .promote
            case .refuse: .refuse
            case .canary: .canary
            }
        return (
            Finding(
                outcome: outcome, author: .gate, reason: decision.reason,
                evidence: PolicyVerdict.Evidence(
                    incumbent: decision.incumbent, candidate: decision.candidate,
                    gainLow: decision.gainLow, effectiveSample: decision.overlap.effectiveSample,
                    weightMax: decision.overlap.weightMax)), looks == Self.looksMax
        )
    }

    /// What the arms say, once they say anything: that a guard of the treated ones is broken; or, of a
    /// canary, that they are better, or that it cannot be told.
    mutating func verdict(isCanary: Bool) -> Finding? {
        let (ours, theirs) = (arms.candidate, arms.incumbent)
        let half =
            Self.strictness
            * (ours.variance / max(1, ours.count) + theirs.variance / max(1, theirs.count))
            .squareRoot()
        let low = ours.mean - theirs.mean - half
        let evidence = PolicyVerdict.Evidence(
            incumbent: theirs.mean, candidate: ours.mean, gainLow: low,
            effectiveSample: ours.count, weightMax: 0)
        func finding(_ outcome: PolicyVerdict.Outcome, _ reason: String) -> Finding {
            Finding(outcome: outcome, author: .canary, reason: reason, evidence: evidence)
        }
        if let breach = guards.breach { return finding(.rollBack, breach) }
        guard isCanary, ours.count >= Double(answers << canaryLooks) else { return nil }
        canaryLooks += 1
        if low > 0 { return finding(.promote, "its own answers earn at least \(low) more") }
        guard canaryLooks == Self.looksMax else { return nil }
        return finding(.refuse, "its own answers may earn \(-low) less")
    }
}
