import Engine

/// A part of answering a question, as metrics tell them apart.
enum Stage: String, CaseIterable, Hashable {
    /// In line, while others are answered.
    case wait
    /// The body, from the wire to its fields.
    case read
    /// From the fields to items in their order.
    case answer
    /// From the items to the bytes of the answer.
    case write
    /// Parts of answering a recommendation: see `AnswerStage`.
    case retrieve, rank, arrange

    init(_ stage: AnswerStage) {
        switch stage {
        case .retrieve: self = .retrieve
        case .rank: self = .rank
        case .arrange: self = .arrange
        }
    }
}
