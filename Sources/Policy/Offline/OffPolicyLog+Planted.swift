import Primitives

/// Logs whose candidates are of known worth, to try estimators and the gate on.
extension OffPolicyLog {
    /// Decisions of a policy over twenty items, and a candidate tilted towards what is clicked, or away
    /// from it, until it is worth `ratio` times as much.
    ///
    /// - Parameters:
    ///   - ratio: the candidate's true reward over that of the policy that made the log.
    ///   - count: how many decisions.
    ///   - seed: everything drawn follows from it.
    /// - Returns: the log, with a model that knows nothing but the mean.
    /// - Throws: `OffPolicyError` where `count` is 0.
    package static func planted(ratio: Double, count: Int, seed: UInt64) throws -> OffPolicyLog {
        var rng = SeededRNG(seed: seed)
        let scores = (0..<20).map { _ in rng.normal() }
        let clicks = (0..<20).map { _ in 0.02 + 0.06 * rng.uniform() }
        let base = PlackettLuce.softmax(scores)
        func value(_ policy: [Double]) -> Double {
            zip(policy, clicks).reduce(0) { $0 + $1.0 * $1.1 }
        }
        func tilted(_ tilt: Double) -> [Double] {
            PlackettLuce.softmax(zip(scores, clicks).map { $0 + tilt * $1 })
        }
        var (low, high) = (-300.0, 300.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if value(tilted(middle)) < ratio * value(base) { low = middle } else { high = middle }
        }
        let target = tilted(low)
        let decisions = (0..<count).map { line in
            let item = rng.index(weights: base)
            return LoggedDecision(
                [
                    .init(
                        reward: rng.chance(clicks[item]) ? 1 : 0, propensity: base[item],
                        target: target[item], predicted: 0.05, expected: 0.05)
                ], line: line + 1)
        }
        return try OffPolicyLog(decisions)
    }
}
