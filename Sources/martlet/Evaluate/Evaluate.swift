import ArgumentParser

struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure models on recorded behaviour, by published protocols.",
        subcommands: [
            EvaluateSequence.self, EvaluateSessions.self, EvaluatePrequential.self,
            EvaluateBaskets.self, EvaluatePipeline.self, EvaluateSearch.self, EvaluateClicks.self,
            EvaluateIntent.self,
            EvaluatePolicy.self,
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
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Where a setting of a model is to stand, such as transformer.width=128.",
            discussion: ModelChoice.settingsText, valueName: "model.name=value"))
    var set: [String] = []
    @Option(help: "Ask only so many test queries, drawn by the seed; all where not given.")
    var sample: Int?
    @Option(help: "What the propensity of an item's popularity is raised to, for IPS figures.")
    var gamma = 0.5
    @Option(help: "Resamples for the intervals.") var resamples = 1000
    @Option(help: "Threads.") var threads = 2
    @Option(
        help: ArgumentHelp(
            "Keep models that are trained in passes in this folder, and take them from there.",
            valueName: "folder"))
    var keep: String?
    @Option(
        help: ArgumentHelp(
            "Have the transformer learn also what the model of this file expects, one that --keep kept.",
            valueName: "file"))
    var distil: String?
    @Option(help: "Write a page with charts to this file.") var report: String?
    @Flag(help: "Print one line of JSON; everything else goes to standard error.") var json = false

    var choices: [ModelChoice] { models.flatMap(\.choices) }

    private static func check(_ setting: String) throws {
        let name = String(setting.prefix { $0 != "." })
        guard let choice = ModelChoice(rawValue: name) else {
            throw ValidationError("--set \(setting): expected a model's name and a point first")
        }
        let grid = choice.grid(for: DataExtent(protocol: .sequence))
        guard grid.setting([String(setting.dropFirst(name.count + 1))]) != nil else {
            let names = grid.axes.map { "\(name).\($0.name)" }.joined(separator: ", ")
            throw ValidationError("--set \(setting): expected a number for one of \(names)")
        }
    }

    /// What `--set` says of each model, as `name=value`.
    func set(of choice: ModelChoice) -> [String] {
        let prefix = choice.rawValue + "."
        return set.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

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
        for setting in set { try Self.check(setting) }
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
