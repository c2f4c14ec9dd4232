import ArgumentParser
import Engine
import Evaluation

struct Tune: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Choose the settings of the sequence model by what it foretells of a shop's log.",
        discussion: """
            Settings around those of a profile are tried by successive halving: all of them with few \
            passes, the better half again with twice as many, until one is left. Models learn what \
            was before a point in time and are asked for what people did last after it; the points \
            cut off the last tenth of the events, in later rounds also the tenth before that, and \
            the one before.

            What is found is written to models/settings of the directory: from then on \
            `martlet train` takes it where no profile is given. A run that is broken off goes on \
            after its last trial when the command is given again; a longer log begins a new one.

            With --interactions the command searches for a file of `user item` or `user item \
            item …` lines, asks for the last but one item of each user, in later rounds also for \
            those before, and prints what `martlet evaluate` is to be told. Trials are noted in \
            --journal, where that is given.
            """)

    @Option(help: "The shop's data directory.") var data: String?
    @Option(help: "A file of interactions in place of a directory.") var interactions: String?
    @Option(help: "Where to note the trials of a file of interactions.") var journal: String?
    @Option(help: "tiny, small, base or large: where the search begins.")
    var profile = TrainingProfile.small
    @Option(help: "Settings that are tried.") var candidates = 16
    @Option(help: "Passes of the first trials.") var passes = 2
    @Option(help: "Stretches of time that the last rounds are asked about.") var folds = 3
    @Option(help: "Draws settings, weights, order and negatives.") var seed: UInt64 = 1
    @Option(help: "Threads.") var threads = 2
    @OptionGroup var manners: Manners

    func validate() throws {
        guard (data == nil) != (interactions == nil) else {
            throw ValidationError("name either --data or --interactions")
        }
        guard candidates > 0, passes > 0, threads > 0, (1...6).contains(folds) else {
            throw ValidationError(
                "--candidates, --passes and --threads must be at least 1, --folds 1 to 6")
        }
    }

    func run() throws {
        var options = ModelTuning.Options()
        options.profile = profile
        options.candidates = candidates
        options.passes = passes
        options.folds = folds
        options.seed = seed
        options.threads = threads
        let tuning = ModelTuning(options)
        print("round  passes  folds  NDCG@10  seconds  settings")
        if let data {
            manners.apply(beside: data)
            let registry = ModelRegistry(directory: data)
            let best = try tuning.run(
                TuningFolds(directory: data, count: folds), journal: registry.tuningPath,
                show: show)
            try registry.choose(best.settings)
            print("chosen: \(best.settings.text)")
            print("`martlet train --data \(data)` takes them from now on")
        } else if let interactions {
            let read = try SequenceFile.interactions(interactions)
            let best = try tuning.run(
                TuningFolds(
                    leavingOut: read.sequences, itemCount: read.itemCount, count: folds,
                    name: "\(interactions), \(read.events) events"),
                journal: journal, show: show)
            print("chosen: \(best.settings.arguments(items: read.itemCount))")
        }
    }

    private func show(_ trial: ModelTuning.Trial) {
        let changes = trial.settings.difference(from: ModelSettings(profile))
        let columns = [
            ("\(trial.round + 1)", 5), ("\(Int(trial.settings.passes))", 8),
            ("\(trial.folds)", 7), ("\(rounded(trial.ndcg))", 9), ("\(Int(trial.seconds))", 9),
        ]
        let line = columns.map { text, width in
            String(repeating: " ", count: max(0, width - text.count)) + text
        }.joined()
        print("\(line)  \(changes)")
        flushOutput()
    }
}
