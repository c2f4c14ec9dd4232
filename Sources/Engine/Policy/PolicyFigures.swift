import Policy
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is counted of answers whose rewards are complete.
struct PolicyFigures: Sendable {
    /// Both arms in a stretch of time.
    struct Period: Sendable {
        var from: Timestamp
        var policy = CanaryTest.Arm()
        var ranker = CanaryTest.Arm()
    }

    private static let periodSeconds = 600.0
    private static let periodsMax = 48
    /// What is foretold and read is followed over as many answers.
    private static let memory = 2000.0
    private static let parts = 10

    private(set) var periods: [Period] = []
    private(set) var exploring = CanaryTest.Arm()
    private(set) var others = CanaryTest.Arm()
    private(set) var divergence = 0.0
    /// By tenths of what was foretold.
    private(set) var calibration = Array(
        repeating: (foretold: 0.0, observed: 0.0, shown: 0.0), count: parts)
    /// By input, its mean and square of late, and of all answers.
    private var late = Moments(count: PolicyInputs.state.count)
    private var all = Moments(count: PolicyInputs.state.count)
    private var answers = 0.0

    private struct Moments: Sendable {
        var mean: [Double]
        var square: [Double]

        init(count: Int) {
            mean = Array(repeating: 0, count: count)
            square = mean
        }

        mutating func add(_ values: [Float], share: Double) {
            for (place, value) in values.enumerated() {
                mean[place] += share * (Double(value) - mean[place])
                square[place] += share * (Double(value * value) - square[place])
            }
        }
    }

    mutating func add(_ trace: PolicyTrace, _ decision: PolicyDecision, at time: Timestamp) {
        let value = decision.rewards.reduce(0, +)
        if periods.last.map({ time - $0.from >= Self.periodSeconds }) ?? true {
            periods.append(Period(from: time))
            if periods.count > Self.periodsMax { periods.removeFirst() }
        }
        if trace.version == nil {
            periods[periods.count - 1].ranker.add(value)
        } else {
            periods[periods.count - 1].policy.add(value)
        }
        if trace.isExploring { exploring.add(value) } else { others.add(value) }
        answers += 1
        divergence += (trace.divergence - divergence) / min(answers, Self.memory)
        all.add(decision.question.state, share: 1 / answers)
        late.add(decision.question.state, share: 1 / min(answers, 200))
        for (position, foretold) in trace.clicks.enumerated() {
            let part = min(Self.parts - 1, max(0, Int(foretold * Double(Self.parts))))
            calibration[part].foretold += foretold
            calibration[part].observed += decision.rewards[position] > 0 ? 1 : 0
            calibration[part].shown += 1
            guard calibration[part].shown > Self.memory else { continue }
            calibration[part].foretold /= 2
            calibration[part].observed /= 2
            calibration[part].shown /= 2
        }
    }

    /// How far each input is of late from what it is over all answers, in standard deviations.
    var shifts: [(input: String, shift: Double)] {
        PolicyInputs.state.enumerated().map { place, name in
            let variance = max(0, all.square[place] - all.mean[place] * all.mean[place])
            let shift = abs(late.mean[place] - all.mean[place])
            return (name, variance > 1e-9 ? shift / variance.squareRoot() : 0)
        }
    }
}
