import ArgumentParser
import Engine
import Logging
import Primitives
import Service

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a shop over HTTP, or several.",
        discussion: """
            On this machine alone no keys are asked for until the first one is made (martlet keys). \
            Any other address needs keys, and TLS here or in a proxy in front.
            """)

    @Option(name: .customLong("data"), help: "The shop's data directory; made where missing.")
    var path: String?
    @Option(help: "Serve every data directory in this folder, each at /shops/NAME/v1/.")
    var shops: String?
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port; 0 lets the system choose.") var port = 8080
    @Option(help: "A JSON file of settings; settings.json in the data directory where not given.")
    var config: String?
    @Flag(help: "Ask for keys even where only this machine can reach the server.")
    var requireKeys = false
    @Option(help: "The certificate chain in PEM; turns TLS on.") var tlsCertificate: String?
    @Option(help: "The key of the certificate in PEM.") var tlsKey: String?
    @Option(help: "Requests a second of one client; 2000, and none at loopback without keys.")
    var limitRequests: Int?
    @Option(help: "Connections of one address; 256, and none for this machine's.")
    var limitConnections: Int?
    @Option(
        help: ArgumentHelp(
            "Memory that the server may take, such as 512MB or 4GB; as much as comes where not given.",
            valueName: "size"))
    var memory: ByteCount?
    @Option(help: "Milliseconds from which a request stands in the log as a slow one.")
    var slowMs = 1000
    @Option(
        help: """
            trace, debug, info, notice, warning, error or critical; log_level of the settings goes \
            first.
            """)
    var logLevel = "info"

    func validate() throws {
        guard (path == nil) != (shops == nil) else {
            throw ValidationError("give either --data DIR or --shops FOLDER")
        }
        guard shops == nil || config == nil else {
            throw ValidationError("--config is for one shop; each of several has its settings.json")
        }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together")
        }
        guard slowMs >= 0 else { throw ValidationError("--slow-ms is 0 or more") }
        guard limitRequests.map({ (1...1_000_000).contains($0) }) ?? true,
            limitConnections.map({ $0 >= 1 }) ?? true
        else { throw ValidationError("a limit is a whole number from 1 on, to 1000000 a second") }
    }

    func run() async throws {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw ValidationError("--log-level \(logLevel) is no level")
        }
        let current = LogLevel(level)
        let logger = Logger(label: "martlet") { JSONLogHandler(label: $0, level: current) }
        let server = try server(current, logger)
        let scheme = tlsCertificate == nil ? "http" : "https"
        let place = host.contains(":") ? "[\(host)]" : host
        let served = path ?? shops ?? ""
        try await server.run { port in
            print("martlet serves \(served) at \(scheme)://\(place):\(port)")
            flushOutput()
        }
    }

    private func server(_ level: LogLevel, _ logger: Logger) throws -> MartletServer {
        if memory != nil { FreeMemory.share() }
        if let shops {
            return MartletServer(
                shops: try OpenedShop.all(in: shops, memory: memory?.bytes, level: level, logger),
                options: options, logger: logger)
        }
        let shop = try OpenedShop(path ?? "", config: config, memory: memory?.bytes, level: level)
            .tenant
        return MartletServer(shop: shop, options: options, logger: logger)
    }

    private var options: MartletServer.Options {
        var options = MartletServer.Options()
        options.host = host
        options.port = port
        options.requiresKeys = requireKeys
        if let tlsCertificate, let tlsKey {
            options.tls = TLSFiles(certificate: tlsCertificate, key: tlsKey)
        }
        options.requestsPerClient = limitRequests
        options.connectionsPerAddress = limitConnections
        options.slowMilliseconds = slowMs
        return options
    }
}
