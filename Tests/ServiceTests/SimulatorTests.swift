import Service
import Simulation
import Synchronization
import TestSupport
import Testing

@Suite("simulated shoppers")
struct SimulatorTests {
    @Test("take 200 steps in a server without one failure")
    func steps() async throws {
        try await Server.with(TemporaryDirectory()) { server in
            let shop = Shop(seed: 7, itemCount: 300)
            let driver = SimulatorDriver(host: "127.0.0.1", port: server.port, pace: 1e6)
            try await driver.stock(shop)
            let tally = Mutex<SimulatorDriver.Tally?>(nil)
            let shopping = Task {
                var simulator = Simulator(shop: shop, shopperCount: 20, seed: 7)
                _ = try await driver.run(&simulator) { latest in
                    tally.withLock { $0 = latest }
                    guard latest.answers + latest.failures >= 200 else { return }
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                }
            }
            _ = await shopping.result
            let total = try #require(tally.withLock { $0 })
            #expect(total.answers == 200 && total.failures == 0 && total.events > 200)
            // A connection from before would have been idle for long on a busy machine.
            try await HTTPConnection.with(host: "127.0.0.1", port: server.port) { http in
                let stats = try await http.call("GET", "/v1/stats")
                #expect(stats.int("events") == total.events && stats.int("items") == 300)
            }
        }
    }
}
