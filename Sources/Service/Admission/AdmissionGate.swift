import HTTPTypes
import Hummingbird

/// Has questions stand in line. What writes has a line of its own (`WriteQueue`), and what tells how
/// the server is never waits.
struct AdmissionGate: RouterMiddleware {
    typealias Context = ShopContext

    let admission: Admission
    let metrics: Metrics

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let path = context.endpointPath, RouteRule.of(request.method, path).isQuestion else {
            return try await next(request, context)
        }
        let start = ContinuousClock.now
        try await admission.enter()
        defer { admission.leave() }
        metrics.record(.wait, microseconds(ContinuousClock.now - start))
        return try await next(request, context)
    }
}
