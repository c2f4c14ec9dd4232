import ArgumentParser
import Commerce
import Dispatch
import Engine
import Logging
import Primitives
import Service
import Simulation
import Storage

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A made-up shop with live shoppers, or your own data, in the browser.",
        discussion: """
            Without --data a shop of made-up products is created in a temporary folder and simulated \
            shoppers use it over HTTP. With --data your own shop is shown, and nobody but you shops.
            """)

    @Option(name: .customLong("data"), help: "Show this data directory instead.")
    var path: String?
    @Option(help: "The port; 0 lets the system choose.") var port = 8080
    @Option(help: "Simulated shoppers.") var shoppers = 60
    @Option(help: "Answers that shoppers ask for, a second.") var pace = 4.0
    @Option(help: "Everything made up follows from it.") var seed: UInt64 = 1
    @Option(help: "Made-up products.") var items = 2000

    /// Sessions that the made-up shop has seen before the demo starts.
    private static let pastSessions = 3000

    func run() async throws {
        let level = LogLevel(.warning)
        let logger = Logger(label: "martlet") { JSONLogHandler(label: $0, level: level) }
        let folder = path ?? temporaryFolder()
        if path == nil { try FileSystem.createFolder(folder) }
        let opened = try OpenedShop(folder, level: level)
        var simulator: Simulator?
        if path == nil { simulator = try await makeShop(in: opened.engine) }
        var options = MartletServer.Options()
        options.port = port
        let server = MartletServer(shop: opened.tenant, options: options, logger: logger)
        let driven = simulator
        try await server.run { port in
            announce(port, folder)
            guard var simulator = driven else { return }
            trainAside(folder)
            let driver = SimulatorDriver(host: "127.0.0.1", port: port, pace: pace)
            do {
                _ = try await driver.run(&simulator)
            } catch is CancellationError {
            } catch {
                printError("the shoppers went home: \(error)")
            }
        }
        if path == nil { FileSystem.removeFolder(folder) }
    }

    private func makeShop(in engine: Engine) async throws -> Simulator {
        let clock = ContinuousClock()
        let start = clock.now
        let shop = Shop(seed: seed, itemCount: items)
        let simulator = Simulator(shop: shop, shopperCount: shoppers, seed: seed)
        try await SimulatorDriver.stock(engine, with: simulator)
        let past = simulator.history(
            sessions: Self.pastSessions, before: WallClock.system.now())
        var rest = past[...]
        while !rest.isEmpty {
            _ = try await engine.append(Array(rest.prefix(4000)), origin: .imported)
            rest = rest.dropFirst(4000)
        }
        let seconds = (clock.now - start) / .seconds(1)
        print(
            "a shop of \(grouped(shop.items.count)) products and \(grouped(past.count)) past "
                + "events, made in \((seconds * 10).rounded() / 10) s")
        return simulator
    }

    /// Trains a small model beside the server, which takes it over when it is done: seconds.
    private func trainAside(_ folder: String) {
        DispatchQueue(label: "martlet.demo.training", qos: .background).async {
            var options = ModelTraining.Options()
            options.profile = .tiny
            options.epochsMax = 12
            options.threads = 1
            do {
                let outcome = try ModelTraining(directory: folder, options: options).run { _ in }
                guard outcome.isPromoted else { return }
                print(
                    "  a transformer learnt from the past in \(Int(outcome.record.trainSeconds)) s, "
                        + "and answers from now on")
                flushOutput()
            } catch {
                // The demo may have ended, and its folder with it.
                guard FileSystem.exists(folder) else { return }
                printError("no model was trained: \(error)")
            }
        }
    }

    private func announce(_ port: Int, _ folder: String) {
        print("")
        print("  shop     http://127.0.0.1:\(port)/shop   (click something; ctrl-c ends the demo)")
        print("  console  http://127.0.0.1:\(port)/")
        print("  data     \(folder)")
        flushOutput()
    }

    private func temporaryFolder() -> String {
        FileSystem.temporaryFolder + "/" + randomID("martlet-demo-")
    }
}
