import ArgumentParser

/// The command line: each command parses its options and calls a room.
@main
struct Martlet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Search and recommendations that react to the click just made.",
        version: "0.1.0",
        subcommands: [
            Demo.self, Serve.self, Keys.self, Audit.self, Import.self, Simulate.self, Export.self,
            Backup.self,
            Restore.self, Verify.self, Doctor.self, Replay.self, Recommend.self, Train.self,
            Tune.self, Models.self,
            Evaluate.self,
            Bench.self,
        ])
}

/// Where the keys of a backup are.
struct VaultOption: ParsableArguments {
    @Option(
        name: .customLong("vault"),
        help: """
            The vault; where not given vault.sqlite in the folder, or else martlet.vault beside it.
            """)
    var path: String?
}

/// The directory of one shop.
struct DataOption: ParsableArguments {
    @Option(name: .customLong("data"), help: "The shop's data directory; made where missing.")
    var path: String
}
