import Companions
import Primitives
import Synchronization

/// Bytes of each model that answers, as they were counted last.
struct ModelMemory: Sendable {
    var time: Timestamp
    var bytes: [(model: String, bytes: Int)]
}

extension Engine {
    /// Seconds for which a count holds: it walks through the models.
    private static let countedSeconds: Double = 10

    /// Bytes that each model takes, counted from the sizes of what it holds, at most ten seconds ago.
    package var memory: [(model: String, bytes: Int)] {
        let now = clock.now()
        if let known = counted.withLock({ $0 }), now - known.time < Self.countedSeconds {
            return known.bytes
        }
        let memory = ModelMemory(time: now, bytes: snapshot().state.memory)
        counted.withLock { $0 = memory }
        return memory.bytes
    }
}

extension EngineState {
    fileprivate var memory: [(model: String, bytes: Int)] {
        let regions = [behaviour.regions.young, behaviour.regions.old].joined()
        return [
            ("popularity", behaviour.popularity.bytes + behaviour.trending.bytes),
            ("regions", regions.reduce(0) { $0 + $1.value.bytes }),
            ("rules", behaviour.rules.bytes),
            ("co_purchases", behaviour.together.bytes),
            ("replenishment", behaviour.replenishment.bytes),
            ("item_cosine", behaviour.alongside.bytes),
            ("session_neighbours", behaviour.sessions.bytes),
            ("linear_neighbours", linear?.bytes ?? 0),
            ("content_neighbours", catalogue.content.bytes),
            ("meanings", meanings?.bytes ?? 0),
        ]
    }
}
