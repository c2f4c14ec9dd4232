import ArgumentParser

/// What an operator asks first when something is wrong.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a data directory, its settings and a running server, and say what to do.",
        discussion: """
            Changes nothing, also beside a server. Exits with 1 where something is wrong; what is \
            only worth knowing does not count. --deep reads every stored event, item and answer, as \
            martlet verify does.

            martlet doctor --data shop --url http://127.0.0.1:8080
            """)

    @Option(name: .customLong("data"), help: "The shop's data directory.") var path: String?
    @Option(help: "Its file of settings; settings.json in the data directory where not given.")
    var config: String?
    @Option(help: "Where its server is, such as http://127.0.0.1:8080.") var url: String?
    @Option(help: "A key of an administrator, where the server asks for keys.") var key: String?
    @Flag(help: "Read everything that is stored.") var deep = false

    func validate() throws {
        guard path != nil || url != nil else {
            throw ValidationError("give --data DIR, --url URL or both")
        }
    }

    func run() async throws {
        var diagnosis = Diagnosis()
        if let path {
            diagnosis.examine(settings: config, of: path)
            diagnosis.examine(directory: path, isDeep: deep)
        }
        if let url { await diagnosis.examine(server: url, key: key) }
        for finding in diagnosis.findings { print(finding) }
        if diagnosis.isIll { throw ExitCode(1) }
    }
}
