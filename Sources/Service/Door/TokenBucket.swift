package import Primitives

/// So many requests a second on average, and so many at once.
package struct RateLimit: Hashable, Sendable {
    /// From 1 on.
    package var perSecond: Int
    /// From 1 on.
    package var burst: Int

    /// As many at once as in a second.
    package init(perSecond: Int) { (self.perSecond, burst) = (perSecond, perSecond) }
}

/// A token bucket in whole numbers, so that it is exact: the level is in millionths of a request.
package struct TokenBucket: Sendable {
    private static let request: Int64 = 1_000_000

    private var level: Int64
    private var filled: Timestamp

    /// A full one.
    package init(_ limit: RateLimit, at now: Timestamp) {
        level = Int64(limit.burst) * Self.request
        filled = now
    }

    /// Takes a request out.
    ///
    /// - Returns: Nil where there was one, otherwise the seconds until there will be.
    package mutating func take(_ limit: RateLimit, at now: Timestamp) -> Double? {
        fill(limit, at: now)
        guard level < Self.request else {
            level -= Self.request
            return nil
        }
        return Double(Self.request - level) / Double(Int64(limit.perSecond) * Self.request)
    }

    /// Whether it holds all that it can, and so says nothing that a new one would not.
    package mutating func isFull(_ limit: RateLimit, at now: Timestamp) -> Bool {
        fill(limit, at: now)
        return level == Int64(limit.burst) * Self.request
    }

    private mutating func fill(_ limit: RateLimit, at now: Timestamp) {
        let capacity = Int64(limit.burst) * Self.request
        let rate = Int64(limit.perSecond)
        // A clock that was set back gives nothing, and takes nothing.
        let elapsed = max(0, now.microseconds - filled.microseconds)
        filled = now
        level = elapsed > capacity / rate ? capacity : min(capacity, level + elapsed * rate)
    }
}
