import Commerce
import Ingest

/// A catalogue and a log in memory, which know duplicates and conflicts as the real ones do.
struct MemorySink: ImportSink {
    var items: [String: Item] = [:]
    var users: [String: User] = [:]
    var events: [Event] = []
    var batches: [Int] = []
    private var digests: [String: UInt64] = [:]

    mutating func put(_ new: [Item]) {
        for item in new { items[item.id] = item }
    }

    mutating func put(_ new: [User]) {
        for user in new { users[user.id] = user }
    }

    mutating func append(_ new: [Event]) -> AppendCounts {
        var counts = AppendCounts(stored: 0)
        batches.append(new.count)
        for (index, event) in new.enumerated() {
            switch digests[event.id] {
            case nil:
                digests[event.id] = event.digest
                events.append(event)
                counts.stored += 1
            case event.digest: counts.duplicates += 1
            default: counts.conflicts.append(index)
            }
        }
        return counts
    }
}

/// Takes everything and keeps nothing.
struct NullSink: ImportSink {
    mutating func put(_ items: [Item]) {}
    mutating func put(_ users: [User]) {}
    mutating func append(_ events: [Event]) -> AppendCounts { AppendCounts(stored: events.count) }
}
