import Primitives

/// What a policy makes of the candidates of a question: what the network says, moved by what it has not
/// learnt yet. All numbers are by candidate.
package struct PolicyReading: Sendable {
    /// The logits by which it draws; what it adds to the question's own where these are any.
    package private(set) var logits: [Double] = []
    /// The chance of a click, where it is looked at.
    package private(set) var clicks: [Double] = []
    /// What showing it is worth where it is looked at: the chance of a click times what that is worth.
    package private(set) var worth: [Double] = []

    package var isSound: Bool {
        logits.allSatisfy(\.isFinite) && worth.allSatisfy(\.isFinite)
    }

    /// Reads what the network made of a slate that it was just shown.
    ///
    /// - Parameters:
    ///   - network: after its forward pass.
    ///   - rows: the slate's candidates in it.
    ///   - tilts: what is to be added to the logits of clicks.
    ///   - sharpness: the power of worth by which it draws.
    ///   - later: by row, what a click adds to the person's future.
    package init(
        _ network: PolicyNetwork, _ rows: Range<Int>, tilts: [Double], sharpness: Double,
        later: (Int) -> Double = { _ in 0 }
    ) {
        for (row, tilt) in zip(rows, tilts) {
            let logit = network.output(.click, of: row)
            let chance = Self.logChance(logit + tilt)
            let lean = chance - Self.logChance(logit)
            logits.append(network.output(.choice, of: row) + sharpness * lean)
            clicks.append(exponential(chance))
            let click = max(0.05, network.output(.worth, of: row) + later(row))
            worth.append(exponential(chance) * click)
        }
    }

    /// The logarithm of the chance that a logit means.
    private static func logChance(_ logit: Double) -> Double {
        -logarithm(1 + exponential(-logit))
    }
}
