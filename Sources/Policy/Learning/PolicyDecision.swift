/// A slate that was shown, with what is needed to learn from it.
package struct PolicyDecision: Sendable {
    package var question: PolicyQuestion
    /// With evidence about the items, as the network read them.
    package var features: [Float]
    /// Places in the candidates, from the top.
    package var slate: [Int]
    /// The exact chance of each item at its position, given those above.
    package var propensities: [Double]
    /// The chance of each shown item to be drawn first.
    package var firstChances: [Double]
    package var clicked: [Bool]
    /// By position, late rewards included.
    package var rewards: [Double]

    package init(
        question: PolicyQuestion, features: [Float], slate: [Int], propensities: [Double],
        firstChances: [Double], clicked: [Bool] = [], rewards: [Double] = []
    ) {
        self.question = question
        self.features = features
        self.slate = slate
        self.propensities = propensities
        self.firstChances = firstChances
        self.clicked = clicked
        self.rewards = rewards
    }
}
