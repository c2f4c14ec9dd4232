import Hummingbird
import Logging
import Synchronization

/// Around every route: bounds the requests in flight, turns errors into answers, counts, logs.
struct Observer: RouterMiddleware {
    typealias Context = ShopContext

    /// Requests in flight at most; past it a client is told to come back.
    static let inFlightMax = 2048

    let metrics: Metrics
    let inFlight: InFlight
    let slow: SlowRequests

    final class InFlight: Sendable {
        let count = Atomic<Int>(0)
    }

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let trace = request.headers[.traceParent].flatMap { TraceContext(following: $0) }
        if let trace { context.logger[metadataKey: "trace"] = .string(trace.trace) }
        let clock = ContinuousClock()
        let start = clock.now
        let count = inFlight.count.add(1, ordering: .relaxed).newValue
        defer { inFlight.count.subtract(1, ordering: .relaxed) }
        var response: Response
        do {
            guard count <= Self.inFlightMax else {
                throw APIError(
                    .serviceUnavailable, "overloaded", "too many requests at once; try again")
            }
            response = try await next(request, context)
        } catch {
            response = refuse(error, request, context)
        }
        response.headers[.requestID] = context.id
        if let trace { response.headers[.traceParent] = trace.header }
        let duration = microseconds(clock.now - start)
        let path = context.endpointPath ?? "none"
        metrics.record(
            method: request.method.rawValue, path: path, status: response.status.code,
            microseconds: duration)
        let isSlow = slow.isNoted(duration)
        context.logger.log(
            level: isSlow ? .warning : .debug, isSlow ? "slow request" : "request",
            metadata: [
                "method": .string(request.method.rawValue), "route": .string(path),
                "status": .stringConvertible(response.status.code),
                "us": .stringConvertible(duration),
            ])
        return response
    }

    private func refuse(
        _ error: any Error, _ request: Request, _ context: Context
    ) -> Response {
        let refusal = APIError(error)
        metrics.record(error: refusal.code)
        if refusal.status == .internalServerError || refusal.code == "storage" {
            context.logger.error(
                "request failed",
                metadata: [
                    "route": .string(context.endpointPath ?? "none"), "error": .string("\(error)"),
                ])
        }
        let response = refusal.response(from: request, context: context)
        return request.method == .head ? response.createHeadResponse() : response
    }
}
