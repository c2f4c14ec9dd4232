import ArgumentParser
import Engine
import Evaluation

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train the sequence model on a shop's log, also while it is being served.",
        discussion: """
            A run that is broken off goes on after its last pass when the command is given again. \
            The new model is promoted if it is not worse than the last one that was (at first: than \
            popularity) in foretelling each person's last event, which no model learns from.

            With --continue the promoted model goes on from where it stands: two passes of small \
            steps over what people did since it was trained and as much of what others did before. \
            Profile and size stay as they are; items that are new get rows. The result is a version \
            of its own, which names the one that it went on from, and passes the same gate.

            A server of the directory takes the promoted model over within a second, without \
            dropping a request, and answers with it and the companions. Beside a server, training \
            takes only the processor time that others leave.
            """)

    enum Part: String, ExpressibleByArgument {
        case search, model
    }

    @OptionGroup var data: DataOption
    @Option(help: "tiny, small, base or large; where not given as `martlet tune` found, or small.")
    var profile: TrainingProfile?
    @Flag(
        name: .customLong("continue"),
        help: "Let the promoted model learn what happened since, by small steps, in seconds.")
    var goesOn = false
    @Option(
        help: ArgumentHelp(
            "Learn also what this version expects: a larger one makes a small one better.",
            valueName: "version"))
    var distil: String?
    @Option(help: "Passes over the log at most.") var epochs = 100
    @Option(help: "Draws weights, order and negatives.") var seed: UInt64 = 1
    @Option(help: "Threads.") var threads = 2
    @Option(help: "Train this part alone: search or model.") var only: Part?
    @OptionGroup var manners: Manners

    func validate() throws {
        guard epochs > 0, threads > 0 else {
            throw ValidationError("--epochs and --threads must be at least 1")
        }
        guard !goesOn || (profile == nil && distil == nil) else {
            throw ValidationError("--continue goes on with the promoted model, as it is")
        }
    }

    func run() throws {
        manners.apply(beside: data.path)
        let hasItems = only == .model ? false : try trainSearch()
        guard only != .search else { return }
        do {
            try trainModel()
        } catch let error as EngineError
            where error.code == .tooLittleData && hasItems && !goesOn
        {
            print("no sequence model yet: \(error.message)")
        }
    }

    private func trainModel() throws {
        var options = ModelTraining.Options()
        options.profile = profile
        options.goesOn = goesOn
        options.teacher = distil
        options.epochsMax = epochs
        options.seed = seed
        options.threads = threads
        var line = ProgressLine()
        let training = ModelTraining(directory: data.path, options: options)
        let outcome = try training.run { show($0, &line) }
        line.end()
        print(outcome.record.text)
        print(
            outcome.isPromoted
                ? "\(outcome.record.version) is promoted and answers; `martlet models rollback` goes "
                    + "back"
                : "\(outcome.record.version) is not promoted: it is worse than the last one")
    }

    /// What searches learn, first: it needs no person with a history. Whether there are items to find.
    private func trainSearch() throws -> Bool {
        var options = SearchTraining.Options()
        options.encoder = try ConfigurationFile(nil, data: data.path).engine.encoder
        options.seed = seed
        let outcome = try SearchTraining(directory: data.path, options: options).run()
        print(
            "search: \(grouped(outcome.items)) items, \(grouped(outcome.answers)) answers to "
                + "\(grouped(outcome.queries)) queries, \(rounded(outcome.seconds)) s"
                + (outcome.encoder.map(text) ?? ""))
        guard let order = outcome.order else { return outcome.items > 0 }
        print(
            "\(order.version): clicks of \(grouped(order.answers)) later answers are worth "
                + "\(rounded(order.gain)) in its order"
                + (order.isLearnt ? "" : " (by a fixed formula)")
                + ", \(rounded(order.gainOfWords)) in that of the "
                + (order.isServed ? "words; it answers" : "words, which go on to answer"))
        return true
    }

    private func text(_ encoder: SearchTraining.Encoder) -> String {
        let (judgment, lead) = (encoder.judgment, encoder.judgment.lead)
        return "; with \(encoder.version) NDCG@10 of \(grouped(judgment.questions)) searches is "
            + "\(rounded(lead.low)) to \(rounded(lead.high)) above words alone"
            + (judgment.isPassed ? "; it says what is meant" : ", which answer without it")
    }

    private func show(_ progress: ModelTraining.Progress, _ line: inout ProgressLine) {
        switch progress {
        case .read(let events, let people, let items):
            print("\(grouped(events)) events of \(grouped(people)) people, \(grouped(items)) items")
        case .resumed(let epochs):
            print("goes on after \(epochs) passes")
        case .step(let share, let epoch, let rate):
            line.show(
                share: share, text: "pass \(epoch), \(grouped(Int(rate))) tokens/s", count: nil)
        case .epoch(let epoch, let loss, let ndcg, let rate):
            line.end()
            let figure = ndcg.map { ", validation NDCG@10 \(rounded($0))" } ?? ""
            print(
                "pass \(epoch): loss \(rounded(loss))\(figure), \(grouped(Int(rate))) tokens/s")
            flushOutput()
        case .rehearsing: print("learning how model and companions answer together")
        }
    }
}

extension TrainingProfile: ExpressibleByArgument {}

/// Four digits behind the point.
func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
