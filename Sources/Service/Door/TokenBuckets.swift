package import Primitives

/// A bucket for each client, bounded in number.
package struct TokenBuckets<Client: Hashable & Sendable>: Sendable {
    package let limit: RateLimit
    private let clientsMax: Int
    /// At nil the bucket of all that came while the table was full.
    private var buckets: [Client?: TokenBucket] = [:]
    private var swept: Timestamp?

    /// - Parameters:
    ///   - limit: Of each client.
    ///   - clientsMax: Clients that are told apart at most; past it, new ones share a bucket until
    ///     some are idle.
    package init(_ limit: RateLimit, clientsMax: Int = 10_000) {
        self.limit = limit
        self.clientsMax = clientsMax
    }

    package var count: Int { buckets.count }

    /// Takes a request of a client.
    ///
    /// - Returns: Nil where there was one, otherwise the seconds until there will be.
    package mutating func take(_ client: Client, at now: Timestamp) -> Double? {
        let place = place(of: client, at: now)
        return buckets[place, default: TokenBucket(limit, at: now)].take(limit, at: now)
    }

    /// A full bucket is as good as none, so these make room; looked for once a second at most.
    private mutating func place(of client: Client, at now: Timestamp) -> Client? {
        guard buckets.count >= clientsMax, buckets[client] == nil else { return client }
        if swept.map({ abs(now - $0) >= 1 }) ?? true {
            swept = now
            let limit = limit
            buckets = buckets.filter { entry in
                var bucket = entry.value
                return !bucket.isFull(limit, at: now)
            }
        }
        return buckets.count < clientsMax ? client : nil
    }
}
