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

    private let clock: WallClock
    private let buckets: Mutex<TokenBuckets<Client>?>

    /// - Parameters:
    ///   - limit: As often as they like where nil.
    ///   - clock: By which seconds pass.
    init(_ limit: RateLimit?, clock: WallClock) {
        self.clock = clock
        buckets = Mutex(limit.map { TokenBuckets($0) })
    }

    /// Another limit from now on; what was taken counts no more where it is another.
    func use(_ limit: RateLimit?) {
        buckets.withLock { buckets in
            if buckets?.limit != limit { buckets = limit.map { TokenBuckets($0) } }
        }
    }

    /// - Throws: `APIError` `rate_limited`, which says when to come back.
    func take(_ client: Client) throws {
        let now = clock.now()
        let refused = buckets.withLock { buckets in
            buckets?.take(client, at: now).map {
                (wait: $0, perSecond: buckets?.limit.perSecond ?? 0)
            }
        }
        guard let (wait, perSecond) = refused else { return }
        let owner = client == .everybody ? "shop" : "client"
        throw APIError.rateLimited(
            "more than \(perSecond) requests a second of one \(owner)", wait)
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
