import Synchronization

/// Events per second over the last ten seconds, from the log's offset once a second.
final class EventRate: Sendable {
    private static let span = 10

    private let offsets = Mutex<[Int64]>([])

    func sample(_ offset: Int64) {
        offsets.withLock { offsets in
            offsets.append(offset)
            if offsets.count > Self.span + 1 { offsets.removeFirst() }
        }
    }

    var perSecond: Double {
        offsets.withLock { offsets in
            guard let first = offsets.first, let last = offsets.last, offsets.count > 1 else {
                return 0
            }
            return Double(last - first) / Double(offsets.count - 1)
        }
    }
}
