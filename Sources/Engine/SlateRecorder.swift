import Commerce
import Storage
import Synchronization

/// Holds served slates until they are stored, a few times a second, so that no query waits for it.
///
/// Bounded: a slate past the bound is counted as lost, never queued. A killed process loses the
/// slates of the last flush interval, never an event.
final class SlateRecorder: Sendable {
    private static let waitingMax = 20_000

    private struct State {
        var waiting: [Slate] = []
        var served = 0
        var lost = 0
    }

    private let slates: SQLiteSlates
    private let state = Mutex(State())

    init(slates: SQLiteSlates) {
        self.slates = slates
    }

    func record(_ slate: Slate) {
        state.withLock { state in
            state.served += 1
            if state.waiting.count < Self.waitingMax {
                state.waiting.append(slate)
            } else {
                state.lost += 1
            }
        }
    }

    /// Stores what waits; a slate can be looked up all the while.
    func flush() throws {
        let waiting = state.withLock { $0.waiting }
        guard !waiting.isEmpty else { return }
        try slates.append(waiting)
        state.withLock { $0.waiting.removeFirst(waiting.count) }
    }

    /// The slate of a request, stored or still waiting.
    func slate(of request: String) throws -> Slate? {
        if let waiting = state.withLock({ $0.waiting.last { $0.request == request } }) {
            return waiting
        }
        return try slates.fields(of: request).flatMap(Slate.init)
    }

    /// Slates served and slates lost since the start.
    var counts: (served: Int, lost: Int) { state.withLock { ($0.served, $0.lost) } }
}
