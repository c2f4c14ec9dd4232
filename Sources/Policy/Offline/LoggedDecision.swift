/// One decision of a logging policy, with what the policy to be evaluated would have done: a slate
/// position by position, or a single action as a slate of one.
package struct LoggedDecision: Hashable, Sendable {
    /// One shown item.
    package struct Shown: Hashable, Sendable {
        package var reward: Double
        /// The chance that the logging policy put this item here; in a cascade, given those above.
        package var propensity: Double
        /// The same chance under the policy to be evaluated.
        package var target: Double
        /// The reward that a model predicts for this item here.
        package var predicted: Double
        /// The reward that the model predicts here, averaged over the target policy's choice.
        package var expected: Double

        package init(
            reward: Double, propensity: Double, target: Double, predicted: Double = 0,
            expected: Double = 0
        ) {
            self.reward = reward
            self.propensity = propensity
            self.target = target
            self.predicted = predicted
            self.expected = expected
        }
    }

    /// From the top.
    package var shown: [Shown]
    /// The line of the log that it came from, for errors; 0 where there is none.
    package var line: Int

    package init(_ shown: [Shown], line: Int = 0) {
        self.shown = shown
        self.line = line
    }

    /// Checks that every number can be estimated with.
    ///
    /// - Throws: `OffPolicyError` that names the line and the field.
    package func validate() throws(OffPolicyError) {
        for entry in shown {
            guard entry.propensity > 0, entry.propensity <= 1 else {
                throw OffPolicyError(.badPropensity, line, "propensity", entry.propensity)
            }
            guard entry.target >= 0, entry.target <= 1 else {
                throw OffPolicyError(.badPropensity, line, "target propensity", entry.target)
            }
            for (field, value) in [
                ("reward", entry.reward), ("predicted reward", entry.predicted),
                ("expected reward", entry.expected),
            ] where !value.isFinite {
                throw OffPolicyError(.notFinite, line, field, value)
            }
        }
    }
}
