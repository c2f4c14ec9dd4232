/// A ball around the policy that the gate has licensed: whatever a learner has come to, what serves
/// is no further from the licensed policy than this.
package struct TrustRegion: Hashable, Sendable {
    /// The divergence KL(served ‖ licensed) of the first position, in nats.
    package var radius: Double

    package init(radius: Double) { self.radius = radius }

    /// The scores nearest to the learner's on the line between the two that lie in the ball.
    ///
    /// - Parameters:
    ///   - scores: the learner's logits.
    ///   - licensed: those of the licensed policy, as many.
    /// - Returns: as many scores; the licensed ones where a score is no number.
    package func project(_ scores: [Double], around licensed: [Double]) -> [Double] {
        precondition(scores.count == licensed.count)
        func mixed(_ share: Double) -> [Double] {
            zip(scores, licensed).map { $1 + share * ($0 - $1) }
        }
        guard scores.allSatisfy(\.isFinite) else { return licensed }
        guard Self.divergence(scores, licensed) > radius else { return scores }
        // The divergence grows along the line, so halving finds the border.
        var (low, high) = (0.0, 1.0)
        for _ in 0..<30 {
            let middle = (low + high) / 2
            if Self.divergence(mixed(middle), licensed) > radius {
                high = middle
            } else {
                low = middle
            }
        }
        return mixed(low)
    }

    /// KL between the softmaxes of two sets of scores, in nats.
    package static func divergence(_ scores: [Double], _ other: [Double]) -> Double {
        zip(PlackettLuce.softmax(scores), PlackettLuce.softmax(other)).reduce(0) { sum, pair in
            guard pair.0 > 0 else { return sum }
            return sum + pair.0 * logarithm(pair.0 / max(pair.1, .leastNormalMagnitude))
        }
    }
}
