package import Primitives

/// Slates drawn without replacement, each position by the softmax of the scores that are left
/// (Plackett, 1975; Luce, 1959).
package enum PlackettLuce {
    /// A slate and the exact chance of each item at its position given those above.
    package struct Draw: Hashable, Sendable {
        /// Places in the scores, from the top.
        package let slate: [Int]
        package let propensities: [Double]

        package var logProbability: Double { propensities.reduce(0) { $0 + logarithm($1) } }
    }

    /// Draws a slate: the largest of scores and Gumbel noise, which is the same in distribution as
    /// drawing one after the other (Kool et al., "Stochastic beams and where to find them", 2019).
    ///
    /// - Parameters:
    ///   - scores: finite logits.
    ///   - length: at most as many positions.
    ///   - rng: the chance.
    /// - Returns: the slate and its propensities.
    package static func draw(
        _ scores: [Double], length: Int, _ rng: inout SeededRNG
    ) -> Draw {
        let noisy = scores.map { $0 - logarithm(-logarithm(max(rng.uniform(), 0x1p-54))) }
        let order = noisy.indices.sorted { (noisy[$1], $0) < (noisy[$0], $1) }
        let slate = Array(order.prefix(max(0, length)))
        return Draw(slate: slate, propensities: propensities(of: slate, scores))
    }

    /// The chance of each item at its position, given those above.
    ///
    /// - Parameters:
    ///   - slate: distinct places in the scores, from the top.
    ///   - scores: finite logits.
    /// - Returns: one chance a position.
    package static func propensities(of slate: [Int], _ scores: [Double]) -> [Double] {
        guard let most = scores.max() else { return [] }
        // Sums from the end lose nothing where one item outweighs all others.
        let powers = scores.map { exponential($0 - most) }
        var isShown = Array(repeating: false, count: scores.count)
        for place in slate { isShown[place] = true }
        var rest = zip(powers, isShown).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
        var chances = Array(repeating: 0.0, count: slate.count)
        for (position, place) in slate.enumerated().reversed() {
            rest += powers[place]
            chances[position] = rest > 0 ? powers[place] / rest : 1 / Double(scores.count)
        }
        return chances
    }

    /// The gradient of the slate's log-probability by the scores.
    ///
    /// - Parameters:
    ///   - slate: distinct places in the scores, from the top.
    ///   - scores: finite logits.
    ///   - weights: what the logarithm of each position's chance counts.
    /// - Returns: one slope a score.
    package static func gradient(
        of slate: [Int], _ scores: [Double], weights: [Double]
    ) -> [Double] {
        guard let most = scores.max() else { return [] }
        let powers = scores.map { exponential($0 - most) }
        var isShown = Array(repeating: false, count: scores.count)
        var gradient = Array(repeating: 0.0, count: scores.count)
        for (position, place) in slate.enumerated() {
            let rest = zip(powers, isShown).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
            for other in scores.indices where !isShown[other] {
                gradient[other] -= weights[position] * powers[other] / rest
            }
            gradient[place] += weights[position]
            isShown[place] = true
        }
        return gradient
    }

    /// The softmax of scores.
    package static func softmax(_ scores: [Double]) -> [Double] {
        guard let most = scores.max() else { return [] }
        let powers = scores.map { exponential($0 - most) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
