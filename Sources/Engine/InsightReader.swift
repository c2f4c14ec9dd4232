import Commerce
import Insights
import Synchronization

/// Keeps a tally of the latest events, and reads on where it left off.
final class InsightReader: Sendable {
    /// The stretch it begins with; it begins anew when it has grown to twice that.
    private static let windowMax: Int64 = 100_000
    /// Events that one call reads at most, so that none takes long.
    private static let stepMax = 20_000
    private static let pageMax = 1000

    private let kept = Mutex<(tally: BusinessTally, epoch: Int)?>(nil)

    /// - Parameters:
    ///   - log: Where the events are.
    ///   - last: The newest event to count.
    ///   - epoch: Of the state: another one means that somebody was forgotten, so all is counted anew.
    /// - Returns: The tally, and whether it holds all events up to the last.
    /// - Throws: `StorageError`.
    func read(
        _ log: any EventLog, to last: Int64, epoch: Int
    ) throws -> (tally: BusinessTally, isComplete: Bool) {
        // Taken out while it is used: who asks meanwhile begins anew, to the same end.
        let before = kept.withLock { kept in
            defer { kept = nil }
            return kept
        }
        var tally = BusinessTally()
        if let before, before.epoch == epoch,
            before.tally.offsets.last - before.tally.offsets.first < 2 * Self.windowMax
        {
            tally = before.tally
        }
        var next =
            tally.offsets.last == 0 ? max(1, last - Self.windowMax + 1) : tally.offsets.last + 1
        var left = Self.stepMax
        while next <= last, left > 0 {
            let events = try log.read(from: next, limit: min(left, Self.pageMax))
            for event in events { tally.add(event) }
            left -= events.count
            next = events.last.map { $0.offset + 1 } ?? last + 1
        }
        let isComplete = next > last
        kept.withLock { $0 = (tally, epoch) }
        return (tally, isComplete)
    }
}
