import Commerce
import Engine
import Primitives
import Synchronization

/// Counts the events that a shop takes in a day of UTC. Imported ones do not count.
final class EventQuota: Sendable {
    private static let dayMicroseconds: Int64 = 86_400_000_000

    private struct State {
        var eventsMax: Int?
        var day: Int64 = 0
        var used = 0
    }

    private let clock: WallClock
    private let state = Mutex(State())

    /// Goes on from what the log holds of today, so that a restart does not begin a new day.
    ///
    /// - Throws: `StorageError`.
    init(_ eventsMax: Int?, engine: Engine, clock: WallClock) throws {
        self.clock = clock
        try use(eventsMax, engine: engine)
    }

    /// Another quota from now on, of which what the log holds of today is used.
    ///
    /// - Throws: `StorageError`.
    func use(_ eventsMax: Int?, engine: Engine) throws {
        guard state.withLock({ $0.eventsMax != eventsMax }) else { return }
        let today = day()
        let used = try eventsMax.map {
            try Self.used(
                since: Timestamp(microseconds: today * Self.dayMicroseconds), in: engine, upTo: $0)
        }
        state.withLock { $0 = State(eventsMax: eventsMax, day: today, used: used ?? 0) }
    }

    /// Takes events out of the quota before they are stored.
    ///
    /// - Throws: `APIError` `quota_exceeded` where they are not all within it.
    func reserve(_ count: Int) throws {
        let today = day()
        let exceeded = state.withLock { state -> Int? in
            guard let eventsMax = state.eventsMax else { return nil }
            if state.day < today { (state.day, state.used) = (today, 0) }
            guard state.used + count <= eventsMax else { return eventsMax }
            state.used += count
            return nil
        }
        guard let eventsMax = exceeded else { return }
        let midnight = Timestamp(microseconds: (today + 1) * Self.dayMicroseconds)
        throw APIError.rateLimited(
            "the shop may take \(eventsMax) events a day", code: "quota_exceeded",
            midnight - clock.now())
    }

    /// Gives back what was not stored after all.
    func giveBack(_ count: Int) { state.withLock { $0.used = max(0, $0.used - count) } }

    private func day() -> Int64 { clock.now().microseconds / Self.dayMicroseconds }

    /// Receipts grow along the log, so the day's first event is found by halving.
    private static func used(since start: Timestamp, in engine: Engine, upTo most: Int) throws
        -> Int
    {
        var before: Int64 = 0
        var after = engine.statistics.events + 1
        while after - before > 1 {
            let middle = before + (after - before) / 2
            let received = try engine.events(from: middle, limit: 1).first?.received
            if received.map({ $0 < start }) ?? false { before = middle } else { after = middle }
        }
        var used = 0
        while used < most {
            let page = try engine.events(from: after, limit: 1000)
            guard let last = page.last else { break }
            used += page.count { $0.origin == .live }
            after = last.offset + 1
        }
        return min(used, most)
    }
}
