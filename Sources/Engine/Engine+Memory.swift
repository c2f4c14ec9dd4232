import Commerce
import Companions
import Features
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

// MARK: The budget

extension Engine {
    /// Keeps the process within what it may take: what only saves time shrinks first, and where that is
    /// not enough, new items are refused until there is room. To be called several times a second.
    ///
    /// What is remembered has bounds of its own (`Behaviour.Bounds`), which follow from the budget and
    /// not from the moment, so that the same log gives the same state.
    ///
    /// - Parameters:
    ///   - bytesMax: Resident memory of the process.
    ///   - resident: Measures it.
    package func keep(within bytesMax: Int, resident: () -> Int) {
        let states = snapshot().state.model?.model.states
        let used = resident()
        let high = bytesMax / 10 * 9
        guard used > high else {
            if used < bytesMax / 4 * 3 { states?.grow() }
            isFull.store(false, ordering: .relaxed)
            return
        }
        states?.shrink()
        cursors.clear()
        FreeMemory.release()
        isFull.store(resident() > high, ordering: .relaxed)
    }

    /// - Throws: `EngineError` `memory_full` where items are new and there is no room for them.
    func checkRoom(for items: [Item]) throws {
        guard isFull.load(ordering: .relaxed) else { return }
        let state = snapshot().state
        guard let new = items.first(where: { state.item($0.id) == nil }) else { return }
        throw EngineError(
            .memoryFull,
            "there is no memory for new items such as \(new.id) within the budget of this server; "
                + "raise --memory, or remove items that are no longer sold")
    }
}

extension EngineState {
    fileprivate var memory: [(model: String, bytes: Int)] {
        let regions = [behaviour.regions.young, behaviour.regions.old].joined()
        return [
            (
                "item_counters",
                behaviour.counters.reduce(behaviour.counters.heapBytes) { $0 + $1.heapBytes }
            ),
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
