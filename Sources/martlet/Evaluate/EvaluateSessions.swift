import ArgumentParser
import Evaluation

struct EvaluateSessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "The next item of a session, among all items: P@20 and MRR@20 in percent.",
        discussion: """
            The training file holds a session a line, in the order of time; the test file a prefix, \
            a tab and the next item. Nothing is masked; ties count against the model. Models are \
            tuned on the last tenth of the training sessions, having learnt from the others.
            """)

    @Option(help: "The training sessions.") var train: String
    @Option(help: "The test lines.") var test: String
    @OptionGroup var options: EvaluationOptions

    func run() async throws {
        let data = try SequenceFile.sessions(training: train, test: test)
        guard !data.test.isEmpty else { throw SequenceFileError(test, nil, "has no lines") }
        let split = SessionSplit(training: data.training, test: data.test)
        var evaluation = ModelEvaluation(
            title: "Next item of a session on \(test)",
            notes: [
                "\(grouped(data.training.count)) training sessions, "
                    + "\(grouped(data.test.count)) test lines, \(grouped(data.itemCount)) items",
                "all items ranked, nothing masked; P@20 and MRR@20 in percent",
            ],
            protocol: .sessions, itemCount: data.itemCount, historyMax: .max,
            training: split.training, early: Array(split.early), validation: split.validation,
            test: split.test)
        evaluation.seed = options.seed
        evaluation.threads = options.threads
        try await evaluation.run(options)
    }
}
