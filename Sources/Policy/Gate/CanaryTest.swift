/// Watches a candidate on a share of traffic and calls it back as soon as it is shown to be worse,
/// at any moment one cares to look.
///
/// A mixture sequential probability ratio test on the difference of two running means, with a normal
/// mixture (Robbins, "Statistical methods related to the law of the iterated logarithm", 1970;
/// Johari et al., "Peeking at A/B tests", 2017). Looking often costs nothing: the chance ever to call
/// back a candidate that is no worse is at most `error`.
package struct CanaryTest: Hashable, Sendable {
    package enum Verdict: String, Sendable { case goOn, rollBack }

    /// Count, mean and sum of squared deviations, by Welford's method (1962).
    package struct Arm: Hashable, Sendable {
        package private(set) var count = 0.0
        package private(set) var mean = 0.0
        private var squares = 0.0

        package init() {}

        package mutating func add(_ value: Double) {
            count += 1
            let off = value - mean
            mean += off / count
            squares += off * (value - mean)
        }

        package var variance: Double { squares / max(1, count - 1) }

        /// Half the width of the mean's interval of 95 %, by the normal distribution.
        package var halfWidth: Double { 1.96 * (variance / max(1, count)).squareRoot() }
    }

    package private(set) var incumbent = Arm()
    package private(set) var candidate = Arm()
    private let error: Double
    private let effect: Double
    /// Slates of each arm before anything is decided.
    private let countMin: Double
    /// Values that were not numbers; they count for neither arm.
    package private(set) var refused = 0

    /// - Parameters:
    ///   - error: the chance of a needless rollback.
    ///   - effect: the loss that the test is quickest to see, in the value's own unit.
    ///   - countMin: values of each arm that it waits for.
    package init(error: Double = 0.01, effect: Double, countMin: Int = 100) {
        self.error = error
        self.effect = effect
        self.countMin = Double(countMin)
    }

    /// Takes the value of one slate, larger being better; latency and errors come with a minus.
    ///
    /// - Parameters:
    ///   - value: what the slate earned.
    ///   - isCandidate: whether the candidate made it.
    package mutating func add(_ value: Double, isCandidate: Bool) {
        guard value.isFinite else {
            refused += 1
            return
        }
        if isCandidate { candidate.add(value) } else { incumbent.add(value) }
    }

    package var verdict: Verdict {
        guard incumbent.count >= countMin, candidate.count >= countMin else { return .goOn }
        let spread =
            incumbent.variance / incumbent.count + candidate.variance / candidate.count
        let loss = incumbent.mean - candidate.mean
        guard loss > 0, spread > 0 else { return .goOn }
        let prior = effect * effect
        let log =
            0.5 * logarithm(spread / (spread + prior))
            + loss * loss * prior / (2 * spread * (spread + prior))
        // The mixture counts both signs; only one of them rolls back, so half the error is unused.
        return log > logarithm(1 / error) ? .rollBack : .goOn
    }
}
