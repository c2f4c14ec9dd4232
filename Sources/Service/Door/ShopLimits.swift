/// What one shop may use of a server that it may share with others.
package struct ShopLimits: Sendable {
    /// Requests a second of all its clients together; nil for as many as come.
    package var requestsPerSecond: Int?
    /// Events that it takes in a day of UTC; nil for as many as come.
    package var eventsPerDay: Int?

    package init(requestsPerSecond: Int? = nil, eventsPerDay: Int? = nil) {
        self.requestsPerSecond = requestsPerSecond
        self.eventsPerDay = eventsPerDay
    }

    var rate: RateLimit? { requestsPerSecond.map { RateLimit(perSecond: $0) } }
}
