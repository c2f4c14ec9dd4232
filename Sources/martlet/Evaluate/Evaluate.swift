import ArgumentParser

struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure models on recorded behaviour, by published protocols.",
        subcommands: [
            EvaluateSequence.self, EvaluateSessions.self, EvaluateBaskets.self, EvaluateSearch.self,
        ])
}

/// What both evaluations ask for.
struct EvaluationOptions: ParsableArguments {
    @Option(
        name: .customLong("model"), parsing: .singleValue,
        help: ArgumentHelp(
            "One or several of \(ModelChoice.names), by commas; the others are compared with the first.",
            valueName: "name"))
    var models: [ModelList]
    @Option(help: "Draws samples and intervals.") var seed: UInt64 = 1
    @Flag(help: "Choose each model's settings on the validation part, and print what was tried.")
    var tune = false
    @Option(help: "Ask only so many test queries, drawn by the seed; all where not given.")
    var sample: Int?
    @Option(help: "What the propensity of an item's popularity is raised to, for IPS figures.")
    var gamma = 0.5
    @Option(help: "Resamples for the intervals.") var resamples = 1000
    @Option(help: "Threads.") var threads = 2
    @Option(help: "Write a page with charts to this file.") var report: String?
    @Flag(help: "Print one line of JSON; everything else goes to standard error.") var json = false

    var choices: [ModelChoice] { models.flatMap(\.choices) }

    func validate() throws {
        guard (sample ?? 1) > 0, threads > 0, resamples > 0 else {
            throw ValidationError("--sample, --threads and --resamples must be at least 1")
        }
        guard gamma.isFinite, gamma >= 0 else {
            throw ValidationError("--gamma must be 0 or more")
        }
        guard Set(choices).count == choices.count else {
            throw ValidationError("--model names a model twice")
        }
    }
}

/// Names of models with commas between them.
struct ModelList: ExpressibleByArgument {
    var choices: [ModelChoice]

    init?(argument: String) {
        choices = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let choice = ModelChoice(rawValue: String(name)) else { return nil }
            choices.append(choice)
        }
    }
}
