import ArgumentParser
import Evaluation

struct EvaluateSequence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sequence",
        abstract: "Leave-one-out: each user's last event, foretold among the whole catalogue.",
        discussion: """
            The file holds `user item` or `user item item …` a line, in the order of time, plain or \
            gzip; further columns are taken for items. Users with fewer than three events are \
            dropped. Models learn from all but the last two events of a user, are tuned on the \
            last but one, and reported on the last. What the user had is masked, the target never; \
            ties count against the model.
            """)

    @Option(help: "The file of interactions; - is standard input.") var interactions: String
    @Option(help: "The latest events of a history that a model is shown.") var maxLength = 200
    @Option(help: "What items are, as lines of `item term term …`.") var content: String?
    @Option(
        help: ArgumentHelp(
            "Hide this share of the items from learning and from histories; `new` marks their figures.",
            valueName: "share"))
    var cold: Double?
    @OptionGroup var options: EvaluationOptions

    func validate() throws {
        guard maxLength > 0 else { throw ValidationError("--max-length must be at least 1") }
        guard cold.map({ $0 > 0 && $0 < 1 }) ?? true else {
            throw ValidationError("--cold must lie between 0 and 1")
        }
    }

    func run() async throws {
        var data = try SequenceFile.interactions(interactions)
        guard !data.users.isEmpty else {
            throw SequenceFileError(
                interactions, nil, "no user has \(LeaveOneOut.eventsMin) events or more")
        }
        let firstNew = cold.map { data.hide($0, seed: options.seed) }
        var split = LeaveOneOut(names: data.users, sequences: data.sequences)
        if let firstNew { split.hide(from: firstNew) }
        var evaluation = ModelEvaluation(
            title: "Leave-one-out on \(interactions)",
            notes: [
                "\(grouped(data.users.count)) users, \(grouped(data.itemCount)) items, "
                    + "\(grouped(data.events)) events; \(grouped(data.dropped)) users dropped",
                "full ranking, history masked, fitted on all but the last two events, "
                    + "asked with the last \(maxLength) before the target",
            ],
            protocol: .sequence, itemCount: data.itemCount, historyMax: maxLength,
            training: split.training, early: split.training, validation: split.validation,
            test: split.test)
        if let content { evaluation.features = try SequenceFile.content(content, of: data.items) }
        evaluation.firstNew = firstNew
        evaluation.seed = options.seed
        evaluation.threads = options.threads
        evaluation.teacher = options.distil
        try await evaluation.run(options)
    }
}
