import Engine
import Logging
import ServiceLifecycle

/// Keeps the engine in order while it serves, and closes it after the last request.
struct EngineService: Service {
    private static let interval = Duration.milliseconds(250)

    let engine: Engine
    let rate: EventRate
    let logger: Logger

    func run() async throws {
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
        try await engine.close()
        logger.info("closed", metadata: ["offset": .stringConvertible(engine.statistics.events)])
    }
}
