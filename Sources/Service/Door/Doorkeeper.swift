import Logging
import ServiceLifecycle

/// Takes over keys and certificates that changed on disk, beside the requests.
struct Doorkeeper: Service {
    private static let interval = Duration.milliseconds(500)

    let shops: [Tenant]
    let mode: AccessMode
    let identity: TLSIdentity?
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            for shop in shops { renew("keys", of: shop.name) { try shop.keys.renew() } }
            mode.update(shops.lazy.map(\.keys))
            if let identity { renew("certificate", of: "") { try identity.renew() } }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
        for shop in shops { try shop.keys.close() }
    }

    private func renew(_ what: String, of shop: String, _ body: () throws -> Bool) {
        do {
            guard try body() else { return }
            logger.info("\(what) renewed", metadata: ["shop": .string(shop)])
        } catch {
            logger.error(
                "\(what) not renewed; what was there before stays",
                metadata: ["shop": .string(shop), "error": .string("\(error)")])
        }
    }
}
