/// The parts of making a recommendation, in their order.
package enum AnswerStage: String, Sendable {
    /// Candidates, and what must not be shown.
    case retrieve
    /// One score for each.
    case rank
    /// The best of them, weighed and put beside each other.
    case arrange
}
