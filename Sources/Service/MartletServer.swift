package import Engine
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// One engine behind HTTP.
package struct MartletServer: Sendable {
    package struct Options: Sendable {
        package var host = "127.0.0.1"
        /// 0 lets the system choose.
        package var port = 8080
        /// Stop, as on SIGTERM, when what runs beside the server has ended.
        package var stopsWithGuest = false
        /// How long a stop waits for requests that do not end.
        package var stopPatience = Duration.seconds(10)

        package init() {}
    }

    private let engine: Engine
    private let options: Options
    private let logger: Logger

    /// - Parameters:
    ///   - engine: What it serves, and closes in the end.
    ///   - options: Where.
    ///   - logger: Tells of trouble alone where none is given.
    package init(
        engine: Engine, options: Options,
        logger: Logger = Logger(label: "martlet") { JSONLogHandler(label: $0, level: .error) }
    ) {
        self.engine = engine
        self.options = options
        self.logger = logger
    }

    /// Serves until the process is told to stop (SIGTERM or SIGINT), then finishes what was begun,
    /// saves the state and closes the engine.
    ///
    /// - Parameter whileServing: Runs beside the server with its port, once connections are taken;
    ///   cancelled when the server stops.
    /// - Throws: What the server could not start or close for, or `whileServing` threw.
    package func run(
        whileServing: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws {
        let metrics = Metrics()
        let rate = EventRate()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: router(metrics, rate).buildResponder(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(60), httpDecoderConfiguration: Self.headerLimits)),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "martlet",
                availableConnectionsDelegate: MaximumAvailableConnections(4096)),
            onServerRunning: { channel in
                port.yield(channel.localAddress?.port ?? 0)
                port.finish()
            },
            logger: logger)
        let guest = Guest(ports: ports, staysOn: !options.stopsWithGuest, body: whileServing)
        let engineService = EngineService(engine: engine, rate: rate, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: engineService), .init(service: application),
                .init(service: guest, successTerminationBehavior: .gracefullyShutdownGroup),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = options.stopPatience
        try await ServiceGroup(configuration: configuration).run()
    }

    private static let headerLimits = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)

    private func router(_ metrics: Metrics, _ rate: EventRate) -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: Observer(metrics: metrics, inFlight: Observer.InFlight()))
        EventRoutes(engine: engine, metrics: metrics).add(to: router)
        CatalogueRoutes(engine: engine, metrics: metrics).add(to: router)
        QueryRoutes(engine: engine).add(to: router)
        SystemRoutes(engine: engine, metrics: metrics, rate: rate).add(to: router)
        return router
    }
}

/// What runs beside the server, from its first connection on.
private struct Guest: Service {
    let ports: AsyncStream<Int>
    /// Whether it waits for the server to be stopped once its work is done.
    let staysOn: Bool
    let body: @Sendable (Int) async throws -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await port in ports { try await body(port) }
        }
        if staysOn { try? await gracefulShutdown() }
    }
}

/// Keeps the engine in order while it serves, and closes it after the last request.
struct EngineService: Service {
    private static let interval = Duration.milliseconds(250)

    let engine: Engine
    let rate: EventRate
    let logger: Logger

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await rebuildWhenAsked() }
            await maintain()
            group.cancelAll()
        }
        try await engine.close()
        logger.info("closed", metadata: ["offset": .stringConvertible(engine.statistics.events)])
    }

    /// Counts anew, after someone was forgotten, what everyone shares.
    private func rebuildWhenAsked() async {
        for await _ in engine.forgotten {
            while engine.isRebuilding, !Task.isCancelled {
                do {
                    try await engine.rebuild()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("rebuild failed", metadata: ["error": .string("\(error)")])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    private func maintain() async {
        var ticks = 0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await engine.maintain()
            } catch {
                logger.error("maintenance failed", metadata: ["error": .string("\(error)")])
            }
            if ticks % 4 == 0 { rate.sample(engine.statistics.events) }
            ticks += 1
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
    }
}
