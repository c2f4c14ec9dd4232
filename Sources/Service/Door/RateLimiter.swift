import HTTPTypes
import Primitives
import Synchronization

/// How often each client may ask.
final class RateLimiter: Sendable {
    enum Client: Hashable {
        /// The id of a key.
        case key(String)
        case address(ClientAddress?)
        /// All clients of a shop.
        case everybody
    }

    private let limit: RateLimit
    private let clock: WallClock
    private let buckets: Mutex<TokenBuckets<Client>>

    init(_ limit: RateLimit, clock: WallClock) {
        self.limit = limit
        self.clock = clock
        buckets = Mutex(TokenBuckets(limit))
    }

    /// - Throws: `APIError` `rate_limited`, which says when to come back.
    func take(_ client: Client) throws {
        let now = clock.now()
        guard let wait = buckets.withLock({ $0.take(client, at: now) }) else { return }
        let owner = client == .everybody ? "shop" : "client"
        throw APIError.rateLimited(
            "more than \(limit.perSecond) requests a second of one \(owner)", wait)
    }
}

extension APIError {
    static func rateLimited(
        _ reason: String, code: String = "rate_limited", _ seconds: Double
    ) -> APIError {
        var error = APIError(
            .tooManyRequests, code, "\(reason); Retry-After says when to send it again")
        error.headers[.retryAfter] = String(max(1, Int(seconds.rounded(.up))))
        return error
    }
}
