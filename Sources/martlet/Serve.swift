import ArgumentParser
import Engine
import Logging
import Service

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve one shop over HTTP, on this machine only.")

    @OptionGroup var data: DataOption
    @Option(help: "The port; 0 lets the system choose.") var port = 8080
    @Option(help: "A JSON file of settings: event_types, currency.") var config: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    func run() async throws {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw ValidationError("--log-level \(logLevel) is no level")
        }
        let logger = Logger(label: "martlet") { JSONLogHandler(label: $0, level: level) }
        let configuration = try config.map(ConfigurationFile.read) ?? EngineConfiguration()
        let engine = try Engine(path: data.path, configuration: configuration)
        var options = MartletServer.Options()
        options.port = port
        let path = data.path
        try await MartletServer(engine: engine, options: options, logger: logger).run { port in
            print("martlet serves \(path) at http://127.0.0.1:\(port)")
            flushOutput()
        }
    }
}
