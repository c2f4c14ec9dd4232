import Engine
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import Primitives
import ServiceLifecycle
import UnixSignals

/// One shop or several behind HTTP.
package struct MartletServer: Sendable {
    package struct Options: Sendable {
        package var host = "127.0.0.1"
        /// 0 lets the system choose.
        package var port = 8080
        /// Ask for keys even where only this machine can reach the server and none exists.
        package var requiresKeys = false
        package var tls: TLSFiles?
        /// Requests a second of one key, or of one address without a key. Where nil: 2000, and as
        /// many as come where the server asks for no keys.
        package var requestsPerClient: Int?
        /// Connections of one address. Where nil: 256, and as many as come from this machine.
        package var connectionsPerAddress: Int?
        /// How long a client may take to send a request, and to take an answer. The server's own
        /// time counts too, so it is generous: a busy server must not turn away the innocent.
        package var clientPatience = Duration.seconds(60)
        /// Stop, as on SIGTERM, when what runs beside the server has ended.
        package var stopsWithGuest = false
        /// Milliseconds from which a request is logged as a slow one.
        package var slowMilliseconds = 1000
        /// How long a stop waits for requests that do not end.
        package var stopPatience = Duration.seconds(10)

        package init() {}
    }

    /// Connections of all clients together.
    private static let connectionsMax = 4096

    private let shops: [Tenant]
    private let hasSeveral: Bool
    private let options: Options
    private let logger: Logger
    private let clock: WallClock
    private let slow: SlowRequests

    /// - Parameters:
    ///   - shops: What it serves: each at `/shops/{name}/v1/…`.
    ///   - options: Where, and to whom.
    ///   - logger: Tells of trouble alone where none is given.
    ///   - clock: For the limits of clients.
    package init(
        shops: [Tenant], options: Options, logger: Logger = quietLogger, clock: WallClock = .system
    ) {
        self.init(shops, true, options, logger, clock)
    }

    /// - Parameters:
    ///   - shop: What it serves, at `/v1/…`.
    ///   - options: Where, and to whom.
    ///   - logger: Tells of trouble alone where none is given.
    ///   - clock: For the limits of clients.
    package init(
        shop: Tenant, options: Options, logger: Logger = quietLogger, clock: WallClock = .system
    ) {
        self.init([shop], false, options, logger, clock)
    }

    private init(
        _ shops: [Tenant], _ hasSeveral: Bool, _ options: Options, _ logger: Logger,
        _ clock: WallClock
    ) {
        (self.shops, self.hasSeveral) = (shops, hasSeveral)
        (self.options, self.logger, self.clock) = (options, logger, clock)
        slow = SlowRequests(milliseconds: options.slowMilliseconds, clock: clock)
    }

    package static let quietLogger = Logger(label: "martlet") {
        JSONLogHandler(label: $0, level: LogLevel(.error))
    }

    /// Serves until the process is told to stop (SIGTERM or SIGINT), then finishes what was begun,
    /// saves the state and closes the engines.
    ///
    /// - Parameter whileServing: Runs beside the server with its port, once connections are taken;
    ///   cancelled when the server stops.
    /// - Throws: What the server could not start or close for, such as `ServerError` `no_keys`, or
    ///   `whileServing` threw.
    package func run(
        whileServing: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws {
        let isLocal = ClientAddress.isLoopback(host: options.host)
        let identity = try options.tls.map(TLSIdentity.init)
        try checkReach(isLocal)
        let mode = AccessMode(isLocal: isLocal, requiresKeys: options.requiresKeys)
        mode.update(shops.map(\.keys))
        let house = Gate.House(
            mode: mode, keyLimiter: limiter(options.requestsPerClient ?? 2000),
            addressLimiter: limiter(options.requestsPerClient ?? (isLocal ? 0 : 2000)))
        let rates = shops.map { _ in EventRate() }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: ShopResponder(shops: routes(house, rates)), server: channels(identity),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "martlet",
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionsMax)),
            onServerRunning: { channel in
                port.yield(channel.localAddress?.port ?? 0)
                port.finish()
            },
            logger: logger)
        let guest = Guest(ports: ports, staysOn: !options.stopsWithGuest, body: whileServing)
        let doorkeeper = Doorkeeper(shops: shops, mode: mode, identity: identity, logger: logger)
        let settings = SettingsWatch(
            shops: shops, hangups: await UnixSignalsSequence(trapping: .sighup), logger: logger)
        let memory = memoryBytesMax
        let engines = zip(shops, rates).compactMap { shop, rate in
            shop.engine.map {
                EngineService(engine: $0, rate: rate, memoryBytesMax: memory, logger: logger)
            }
        }
        var configuration = ServiceGroupConfiguration(
            services: engines.map { .init(service: $0) } + [
                .init(service: doorkeeper), .init(service: settings), .init(service: application),
                .init(service: guest, successTerminationBehavior: .gracefullyShutdownGroup),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = options.stopPatience
        try await ServiceGroup(configuration: configuration).run()
    }

    /// What all shops together may take; nil where one of them has no budget.
    private var memoryBytesMax: Int? {
        let budgets = shops.compactMap { $0.engine?.configuration.memoryBytes }
        let isComplete = !budgets.isEmpty && budgets.count == shops.count { $0.engine != nil }
        return isComplete ? budgets.reduce(0, +) : nil
    }

    /// - Throws: `ServerError` `no_keys` where others could reach a server that nobody may use.
    private func checkReach(_ isLocal: Bool) throws {
        guard !isLocal else { return }
        guard shops.contains(where: \.keys.hasUsableKey) else {
            throw ServerError(
                .noKeys,
                "\(options.host) can be reached from other machines, and there is no key to ask "
                    + "for; make one with `martlet keys create --data DIR --role admin`, or serve "
                    + "at 127.0.0.1")
        }
        for shop in shops where !shop.keys.hasUsableKey {
            logger.warning("no key opens this shop", metadata: ["shop": .string(shop.name)])
        }
        if options.tls == nil {
            logger.warning(
                """
                keys and data travel unencrypted: give --tls-certificate and --tls-key, or let only \
                a proxy that speaks TLS reach this address
                """)
        }
    }

    private func limiter(_ perSecond: Int) -> RateLimiter? {
        perSecond > 0 ? RateLimiter(RateLimit(perSecond: perSecond), clock: clock) : nil
    }

    // MARK: Channels

    private static let headerLimits = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)

    private func channels(_ identity: TLSIdentity?) -> HTTPServerBuilder {
        let counts = ConnectionCounts(
            max: options.connectionsPerAddress ?? 256,
            countsLoopback: options.connectionsPerAddress != nil)
        let patience = options.clientPatience
        return HTTPServerBuilder { responder in
            GuardedChannel(
                base: HTTP1Channel(
                    responder: responder,
                    configuration: HTTP1Channel.Configuration(
                        idleTimeout: .seconds(60), httpDecoderConfiguration: Self.headerLimits)),
                identity: identity, counts: counts, patience: patience)
        }
    }

    // MARK: Routes

    private func routes(_ house: Gate.House, _ rates: [EventRate]) -> ShopResponder.Shops {
        let inFlight = Observer.InFlight()
        let admission = Admission()
        var several: [String: (tenant: Tenant, routes: ShopResponder.Routes)] = [:]
        for (shop, rate) in zip(shops, rates) {
            let metrics = Metrics(shop: shop.name)
            let routes = router(shop, house, metrics, inFlight, admission)
            if let engine = shop.engine {
                EventRoutes(engine: engine, metrics: metrics, quota: shop.quota).add(to: routes)
                CatalogueRoutes(engine: engine, metrics: metrics).add(to: routes)
                QueryRoutes(engine: engine, metrics: metrics).add(to: routes)
                RuleRoutes(engine: engine).add(to: routes)
                SystemRoutes(engine: engine, metrics: metrics, rate: rate).add(to: routes)
                ConsoleRoutes(engine: engine).add(to: routes)
                ModelRoutes(engine: engine).add(to: routes)
                PolicyRoutes(engine: engine).add(to: routes)
                LiveRoutes(engine: engine, metrics: metrics, rate: rate).add(to: routes)
            } else {
                routes.add(middleware: Unavailable())
            }
            guard hasSeveral else {
                HealthRoutes().add(to: routes)
                return .one(routes.buildResponder())
            }
            several[shop.name] = (shop, routes.buildResponder())
        }
        let health = router(.none, house, Metrics(), inFlight, admission)
        HealthRoutes().add(to: health)
        let none = router(.none, house, Metrics(), inFlight, admission)
        return .several(
            several, health: health.buildResponder(), none: none.buildResponder())
    }

    private func router(
        _ shop: Tenant, _ house: Gate.House, _ metrics: Metrics, _ inFlight: Observer.InFlight,
        _ admission: Admission
    ) -> Router<ShopContext> {
        let router = Router(context: ShopContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Observer(metrics: metrics, inFlight: inFlight, slow: slow))
        router.add(middleware: Gate(house: house, tenant: shop))
        router.add(middleware: AdmissionGate(admission: admission, metrics: metrics))
        PageRoutes().add(to: router)
        return router
    }
}

/// Answers for a shop whose directory could not be opened; the log of the start says why.
private struct Unavailable: RouterMiddleware {
    func handle(
        _ request: Request, context: ShopContext,
        next: @concurrent (Request, ShopContext) async throws -> Response
    ) async throws -> Response {
        throw APIError(
            .serviceUnavailable, "shop_unavailable",
            "this shop could not be opened; the server's log says why")
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
