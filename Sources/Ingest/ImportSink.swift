package import Commerce

/// Takes what an import yields, batch by batch.
package protocol ImportSink {
    mutating func put(_ items: [Item]) throws
    mutating func put(_ users: [User]) throws
    /// Appends events in order; when this returns, they are durable.
    mutating func append(_ events: [Event]) throws -> AppendCounts
}

/// What became of a batch of events.
package struct AppendCounts: Hashable, Sendable {
    package var stored: Int
    /// Events that the log had already.
    package var duplicates: Int
    /// Places in the batch of events whose id another event has.
    package var conflicts: [Int]

    package init(stored: Int, duplicates: Int = 0, conflicts: [Int] = []) {
        self.stored = stored
        self.duplicates = duplicates
        self.conflicts = conflicts
    }
}

/// How far an import is.
package struct ImportProgress: Hashable, Sendable {
    package var file: String
    /// Lines of all files so far.
    package var lines: Int
    /// Bytes of all files as stored, so that a share of `bytesTotal` is a share of the work.
    package var bytesRead: Int64
    /// Nil where one of the files is a pipe.
    package var bytesTotal: Int64?
}
