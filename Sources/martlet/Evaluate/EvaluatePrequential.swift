import ArgumentParser
import Evaluation
import JSON
import Storage

struct EvaluatePrequential: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prequential",
        abstract: "Foretell, then learn: models that go on learning against the same ones frozen.",
        discussion: """
            The file holds a session a line, in the order of time. Models are fitted on the first \
            part of it. The rest comes by in portions: both forms of each model are asked every \
            next item of a portion, and then the one that goes on learns the portion; the \
            transformer by one pass of small steps over it and as many earlier sessions.
            """)

    @Option(help: "The sessions; - is standard input.") var sessions: String
    @Option(help: "The share of the sessions that models are fitted on.") var share = 0.8
    @Option(help: "Sessions between two steps of learning.") var portion = 1000
    @OptionGroup var options: EvaluationOptions

    func validate() throws {
        guard share > 0, share < 1 else { throw ValidationError("--share must be between 0 and 1") }
        guard portion > 0 else { throw ValidationError("--portion must be at least 1") }
        guard !options.choices.contains(.ease), !options.choices.contains(.blend) else {
            throw ValidationError(
                "ease and blend are fitted as a whole: they cannot go on learning")
        }
    }

    func run() async throws {
        let data = try SequenceFile.sessions(training: sessions)
        let split = PrequentialSplit(data.training, share: share, portion: portion)
        guard !split.portions.isEmpty, !split.before.isEmpty else {
            throw SequenceFileError(sessions, nil, "has too few sessions")
        }
        let report = try await PrequentialEvaluation(
            title: "Foretell, then learn, on \(sessions)", split: split,
            itemCount: data.itemCount, options: options
        ).report()
        if let path = options.report {
            try FileSystem.replace(path, with: Array(report.html.utf8))
        }
        print(options.json ? String(decoding: report.value.json, as: UTF8.self) : report.text)
    }
}
