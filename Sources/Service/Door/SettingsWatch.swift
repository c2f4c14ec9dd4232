import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the settings of all shops again whenever the process is told to (SIGHUP), beside the requests.
struct SettingsWatch: Service {
    let shops: [Tenant]
    /// Begun before the server says that it is there: until then the signal ends the process.
    let hangups: UnixSignalsSequence
    let logger: Logger

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() {
            for shop in shops { renew(shop) }
        }
    }

    private func renew(_ shop: Tenant) {
        var metadata: Logger.Metadata = ["shop": .string(shop.name)]
        do {
            let waiting = try shop.renewSettings()
            if !waiting.isEmpty {
                metadata["restart"] = .string(waiting.joined(separator: ", "))
            }
            logger.notice("settings renewed", metadata: metadata)
        } catch {
            metadata["error"] = .string("\(error)")
            logger.error("settings not renewed; what held before stays", metadata: metadata)
        }
    }
}
