/// The only source of truth for behaviour: events in the order of their durable append.
///
/// The default keeps them in SQLite; a broker can take its place.
package protocol EventLog: Sendable {
    /// Appends in one durable transaction: when this returns, the events survive a power cut.
    ///
    /// `offset` of the given events is ignored; the log assigns it. One writer at a time.
    func append(_ events: [LoggedEvent]) throws -> [Appended]

    /// At most `limit` events from `offset` on, in order. Takes no lock that a writer waits for.
    func read(from offset: Int64, limit: Int) throws -> [LoggedEvent]

    /// Events that name a request, in order.
    func events(of request: String, limit: Int) throws -> [LoggedEvent]

    /// The offset of the last event; 0 in an empty log.
    var lastOffset: Int64 { get }
}

/// What became of an event given to the log.
package enum Appended: Hashable, Sendable {
    case stored(offset: Int64)
    /// The same event is in the log already.
    case duplicate(offset: Int64)
    /// Another event has this id.
    case conflict(offset: Int64)
}
