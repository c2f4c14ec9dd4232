import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// Finds the shop of a request and lets its routes answer. A shop's routes know that shop alone.
struct ShopResponder: HTTPResponder {
    typealias Context = ShopContext
    typealias Routes = RouterResponder<ShopContext>

    enum Shops {
        /// At `/v1/…`.
        case one(Routes)
        /// At `/shops/{shop}/v1/…`, and for a key of the shop at `/v1/…`.
        /// What is of no shop is answered by `none`, and health by routes of its own.
        case several([String: (tenant: Tenant, routes: Routes)], health: Routes, none: Routes)
    }

    private static let prefix = "/shops/"

    let shops: Shops

    func respond(to request: Request, context: Context) async throws -> Response {
        switch shops {
        case .one(let routes): return try await routes.respond(to: request, context: context)
        case .several(let shops, let health, let none):
            let path = request.head.path ?? ""
            guard path.hasPrefix(Self.prefix) else {
                return try await (Self.isHealth(path) ? health : owner(of: request)?.routes ?? none)
                    .respond(to: request, context: context)
            }
            // As it was sent: a name needs no escapes, so an escaped one is the name of no shop.
            let rest = path.dropFirst(Self.prefix.count)
            let name = rest.prefix { $0 != "/" && $0 != "?" }
            var head = request.head
            head.path = "/" + rest.dropFirst(name.count).drop { $0 == "/" }
            return try await (shops[String(name)]?.routes ?? none)
                .respond(to: Request(head: head, body: request.body), context: context)
        }
    }
    /// The shop whose key a request shows, by the key's id alone: the shop's gate looks at the rest.
    private func owner(of request: Request) -> (tenant: Tenant, routes: Routes)? {
        guard case .several(let shops, _, _) = shops,
            let id = request.bearerToken.flatMap({ AccessToken.id(in: $0) })
        else { return nil }
        return shops.values.first { $0.tenant.keys.holds(id) }
    }

    private static func isHealth(_ path: String) -> Bool {
        path == "/healthz" || path == "/readyz"
    }
}
