import Primitives
import Synchronization

/// A clock that stands until it is moved.
final class SteppedClock: Sendable {
    private let seconds = Mutex(1_790_000_000.0)

    var clock: WallClock {
        WallClock { Timestamp(seconds: self.seconds.withLock { $0 }) }
    }

    func advance(_ step: Double) { seconds.withLock { $0 += step } }
}
