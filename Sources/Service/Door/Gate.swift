import HTTPTypes
import Hummingbird
import Logging
import Storage

/// Stands before the routes of one shop: who asks, whether they may, and whether it is too often.
struct Gate: RouterMiddleware {
    typealias Context = ShopContext

    /// What all shops of a server share.
    struct House: Sendable {
        var mode: AccessMode
        /// By key; nil where there is no limit.
        var keyLimiter: RateLimiter?
        /// By address: requests without a key.
        var addressLimiter: RateLimiter?
    }

    let house: House
    let tenant: Tenant

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // Of the router, not of the address: what is allowed is then what is served.
        let rule = context.endpointPath.map { RouteRule.of(request.method, $0) }
        if let rule, rule.roles == nil { return try await next(request, context) }
        let actor: String
        if house.mode.isOpen {
            try BrowserGuard.check(request)
            try house.addressLimiter?.take(.address(context.client))
            actor = AuditRecord.Actor.anyone
        } else {
            let key = try key(of: request, context)
            try house.keyLimiter?.take(.key(key.id))
            if let rule, rule.roles?.contains(key.role) != true {
                throw APIError(
                    .forbidden, "role_insufficient", "a key of the role \(key.role) may not do this"
                )
            }
            actor = key.id
        }
        try tenant.limiter.take(.everybody)
        guard let rule else {
            try checkMethod(request)
            return try await next(request, context)
        }
        guard let act = rule.act else { return try await next(request, context) }
        return try await noted(act, by: actor, context) { try await next(request, context) }
    }

    private func key(of request: Request, _ context: Context) throws -> AccessKey {
        let token = request.bearerToken
        if let token, let key = tenant.keys.key(for: token) { return key }
        try house.addressLimiter?.take(.address(context.client))
        var error = APIError(
            .unauthorized, token == nil ? "key_missing" : "key_unknown",
            token == nil
                ? "a key is needed: Authorization: Bearer KEY" : "the key opens nothing here")
        error.headers[.wwwAuthenticate] = "Bearer realm=\"martlet\""
        throw error
    }

    /// - Throws: `APIError` `wrong_method` where the path is known, but not with this method.
    private func checkMethod(_ request: Request) throws {
        let methods = RouteRule.methods(at: request.uri.path)
        guard !methods.isEmpty, !methods.contains(request.method.rawValue) else { return }
        var error = APIError(
            .methodNotAllowed, "wrong_method",
            "this path takes \(methods.joined(separator: ", ")); see /openapi.json")
        error.headers[.allow] = methods.joined(separator: ", ")
        throw error
    }

    /// Runs a route and notes what came of it. An act that cannot be noted has happened all the
    /// same: the server's log then says so.
    private func noted(
        _ act: AuditRecord.Act, by actor: String, _ context: Context,
        _ body: () async throws -> Response
    ) async throws -> Response {
        let outcome: Result<Response, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        var word = "done"
        if case .failure(let error) = outcome { word = APIError(error).code }
        do {
            try tenant.keys.note(act, of: (try? context.id()) ?? "", by: actor, outcome: word)
        } catch {
            context.logger.error(
                "an act could not be noted in the audit log",
                metadata: [
                    "act": .string(act.rawValue), "key": .string(actor),
                    "error": .string("\(error)"),
                ])
        }
        return try outcome.get()
    }
}

extension Request {
    /// What stands in `Authorization: Bearer`; the scheme may be in any case (RFC 9110, 11.1).
    var bearerToken: Substring? {
        guard let text = headers[.authorization],
            let space = text.firstIndex(of: " "), text[..<space].lowercased() == "bearer"
        else { return nil }
        return text[space...].drop { $0 == " " }
    }
}
