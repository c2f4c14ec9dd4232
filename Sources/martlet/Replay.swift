import ArgumentParser
import Commerce
import Engine

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Make served answers again, from the log as it was; exits with 1 where they differ.",
        discussion: """
            Models are those that answered; catalogue, rules and settings are those of today. \
            A server may be using the directory.
            """)

    @Argument(help: "The request ids of the answers.") var requests: [String]
    @OptionGroup var data: DataOption
    @Option(help: "The file of settings; that of the directory where not given.")
    var config: String?

    func run() throws {
        let settings = try ConfigurationFile(config, data: data.path)
        let replay = try SlateReplay(directory: data.path, configuration: settings.engine)
        var isSame = true
        for outcome in try replay.run(requests) {
            let slate = outcome.slate
            print(
                "\(slate.request)  \(slate.place), \(slate.entries.count) items, event \(slate.offset)"
            )
            for (place, item) in outcome.items.enumerated() {
                print("  \(slate.firstPosition + place)  \(item.id)  \(item.score)")
            }
            print(outcome.differences.isEmpty ? "  the same" : "  it differs:")
            for difference in outcome.differences { print("  \(difference)") }
            isSame = isSame && outcome.differences.isEmpty
        }
        guard isSame else { throw ExitCode.failure }
    }
}
