import Engine
import Logging
import ServiceLifecycle

/// Keeps the engine in order while it serves, and closes it after the last request.
struct EngineService: Service {
    private static let interval = Duration.milliseconds(250)

    let engine: Engine
    let rate: EventRate
    /// Of the process; nil: as much as comes.
    let memoryBytesMax: Int?
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
            if let memoryBytesMax { engine.keep(within: memoryBytesMax, resident: residentBytes) }
            if ticks % 4 == 0 { rate.sample(engine.statistics.events) }
            ticks += 1
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
    }
}
