import Policy

/// What a policy must not spoil while it makes answers: what these earn, how often they are clicked, how
/// long they take, and that it has a say at all.
struct PolicyGuards: Sendable {
    /// Seconds that its answers may take more, and the part of the usual clicks that they may lose.
    private static let slownessMax = 0.001
    private static let clicksLostMax = 0.1
    /// Answers on which it had nothing to say that a number could be made of, and their share.
    private static let faultsMax = 10.0
    private static let faultShareMax = 0.01

    /// By answer, rewards of both arms.
    private(set) var value: CanaryTest
    private var clicks: CanaryTest
    private var speed: CanaryTest
    private var faults = 0.0
    private let clicksLost: Double

    /// - Parameters:
    ///   - usualValue: Rewards an answer, whoever makes it.
    ///   - usualClicks: The share of answers that are clicked.
    ///   - countMin: Answers of each arm that are waited for.
    init(usualValue: CanaryTest.Arm, usualClicks: CanaryTest.Arm, countMin: Int) {
        let effect = usualValue.count > 0 ? max(0.01, 0.2 * abs(usualValue.mean)) : 0.1
        value = CanaryTest(effect: effect, countMin: countMin)
        clicks = CanaryTest(error: 0.005, effect: 0.05, countMin: countMin)
        speed = CanaryTest(error: 0.005, effect: Self.slownessMax, countMin: countMin)
        clicksLost = Self.clicksLostMax * usualClicks.mean
    }

    /// Takes an answer whose rewards are complete.
    mutating func add(_ trace: PolicyTrace, _ decision: PolicyDecision) {
        let isTreated = trace.isTreated
        let isClicked = decision.rewards.contains { $0 > 0 }
        value.add(decision.rewards.reduce(0, +), isCandidate: isTreated)
        clicks.add((isClicked ? 1 : 0) + (isTreated ? clicksLost : 0), isCandidate: isTreated)
        speed.add((isTreated ? Self.slownessMax : 0) - trace.seconds, isCandidate: isTreated)
        if isTreated, trace.isFaulty { faults += 1 }
    }

    /// Why it is to be called back; nil where it need not be.
    var breach: String? {
        if value.verdict == .rollBack {
            return "its answers earn less than the others beyond doubt"
        }
        if clicks.verdict == .rollBack {
            return "its answers are clicked less than the others beyond doubt"
        }
        if speed.verdict == .rollBack {
            return "its answers take longer than the others beyond doubt"
        }
        let isFaulty =
            faults >= Self.faultsMax && faults > Self.faultShareMax * value.candidate.count
        return isFaulty ? "it had nothing to say on \(Int(faults)) answers" : nil
    }
}
