import Primitives
import Synchronization

/// What a cursor stands for: a request and the snapshot it reads, so that its pages fit together
/// whatever is written in between.
struct PinnedQuery: Sendable {
    var query: Query
    var snapshot: EngineSnapshot
    var offset: Int
    /// Of the chance in all pages of the answer.
    var seed: UInt64 = 0

    enum Query: Sendable {
        case recommend(RecommendRequest)
        case search(SearchRequest)
    }
}

/// Open cursors. Bounded in number and time; the oldest goes first.
final class CursorTable: Sendable {
    private static let countMax = 1024
    /// Seconds that a cursor lives.
    private static let lifetime: Double = 120

    private struct State {
        var queries: [String: (query: PinnedQuery, opened: Timestamp)] = [:]
        var order: [String] = []
        /// Of the oldest state that may be read.
        var epoch = 0
    }

    private let clock: WallClock
    private let state = Mutex(State())

    init(clock: WallClock) {
        self.clock = clock
    }

    func open(_ query: PinnedQuery) -> String {
        let cursor = randomID("c-")
        let now = clock.now()
        state.withLock { state in
            // A query that began before someone was forgotten: its cursor has expired already.
            guard query.snapshot.state.epoch >= state.epoch else { return }
            state.queries[cursor] = (query, now)
            state.order.append(cursor)
            while let oldest = state.order.first,
                state.order.count > Self.countMax
                    || now - (state.queries[oldest]?.opened ?? now) > Self.lifetime
            {
                state.queries[oldest] = nil
                state.order.removeFirst()
            }
        }
        return cursor
    }

    /// Lets go of what reads a state that knows someone who was forgotten since.
    func expire(before epoch: Int) {
        state.withLock { state in
            guard epoch > state.epoch else { return }
            state.epoch = epoch
            state.queries = [:]
            state.order = []
        }
    }

    /// Lets go of all of them, and of the states that they read.
    func clear() {
        state.withLock { state in
            state.queries = [:]
            state.order = []
        }
    }

    /// - Throws: `EngineError` `cursor_expired`.
    func query(of cursor: String) throws -> PinnedQuery {
        let now = clock.now()
        let found = state.withLock { $0.queries[cursor] }
        guard let found, now - found.opened <= Self.lifetime else {
            throw EngineError(.cursorExpired, "the cursor has expired; ask again from the start")
        }
        return found.query
    }
}
