/// Sizes of a policy network.
package struct PolicyShape: Hashable, Sendable {
    /// Floats of a state and of a candidate.
    package var state: Int
    package var candidate: Int
    package var hidden: Int
    /// Products of a direction of the state with one of the candidate.
    package var rank: Int

    package init(state: Int, candidate: Int, hidden: Int = 24, rank: Int = 12) {
        precondition(state > 0 && candidate > 0 && hidden > 0 && rank > 0)
        self.state = state
        self.candidate = candidate
        self.hidden = hidden
        self.rank = rank
    }
}
