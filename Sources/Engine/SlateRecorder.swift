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
        /// How many of them, from the first on, are being stored.
        var storing = 0
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
        while true {
            // In this order: whoever is forgotten after it is noticed, whoever was before is gone.
            let generation = slates.generation
            let waiting = state.withLock { state in
                state.storing = state.waiting.count
                return state.waiting
            }
            guard !waiting.isEmpty else { return }
            guard try slates.append(waiting, at: generation) else { continue }
            state.withLock { state in
                state.waiting.removeFirst(state.storing)
                state.storing = 0
            }
            return
        }
    }

    /// Drops what waits of subjects who are about to be forgotten.
    func forget(_ subjects: Set<Subject>) {
        func isTheirs(_ slate: Slate) -> Bool { slate.subject.map(subjects.contains) ?? false }
        state.withLock { state in
            state.storing -= state.waiting.prefix(state.storing).count(where: isTheirs)
            state.waiting.removeAll(where: isTheirs)
        }
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
