import Primitives
import Synchronization

/// Which requests are logged as slow ones: a few a second, for where everything is slow the first ones
/// tell it all, and writing logs makes nothing quicker.
final class SlowRequests: Sendable {
    private static let limit = RateLimit(perSecond: 10)

    private let microseconds: Int64
    private let clock: WallClock
    private let bucket: Mutex<TokenBucket>

    init(milliseconds: Int, clock: WallClock) {
        microseconds = Int64(milliseconds) * 1000
        self.clock = clock
        bucket = Mutex(TokenBucket(Self.limit, at: clock.now()))
    }

    /// Whether a request that took so long is to be noted.
    func isNoted(_ duration: Int64) -> Bool {
        guard duration >= microseconds else { return false }
        let now = clock.now()
        return bucket.withLock { $0.take(Self.limit, at: now) == nil }
    }
}
