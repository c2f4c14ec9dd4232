/// What the stages of one answer take.
struct StageWatch {
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private(set) var stages: [(stage: AnswerStage, duration: Duration)] = []

    /// Ends a stage, which began where the one before it ended.
    mutating func finish(_ stage: AnswerStage) {
        let now = ContinuousClock.now
        stages.append((stage, now - last))
        last = now
    }

    /// Whether so many milliseconds had passed when the last stage ended.
    func isPast(_ milliseconds: Int) -> Bool { last - start >= .milliseconds(milliseconds) }
}
