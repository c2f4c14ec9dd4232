import Dispatch
import Synchronization

/// Lines writes up before one writer, which takes all that wait in one go: group commit.
///
/// While one group is being synced to disk the next one gathers, so many small writers share the
/// cost of a sync without any of them waiting for a timer. The writer has a thread of its own:
/// a sync must not hold up the threads that answer queries.
package final class WriteQueue<Write: Sendable, Outcome: Sendable>: Sendable {
    private struct Waiting: Sendable {
        var write: Write
        var weight: Int
        var continuation: CheckedContinuation<Outcome, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var weight = 0
        var isDraining = false
        var isClosed = false
    }

    /// Weight of one group at most, so that no group takes long.
    private static var groupWeightMax: Int { 4096 }

    private let weightMax: Int
    private let perform: @Sendable ([Write]) -> [Result<Outcome, any Error>]
    private let thread = DispatchQueue(label: "martlet.writer", qos: .userInitiated)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - weightMax: Weight that may wait; a write past it is refused.
    ///   - perform: Carries a group out, in order, one outcome each.
    package init(
        weightMax: Int,
        perform: @escaping @Sendable ([Write]) -> [Result<Outcome, any Error>]
    ) {
        self.weightMax = weightMax
        self.perform = perform
    }

    /// Returns when the write is carried out.
    ///
    /// - Throws: `EngineError` `overloaded` or `closing`, or what the writer threw.
    package func submit(_ write: Write, weight: Int) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            let waiting = Waiting(write: write, weight: weight, continuation: continuation)
            let refusal: EngineError? = state.withLock { state in
                if state.isClosed { return EngineError(.closing, "the engine is shutting down") }
                guard state.weight + weight <= weightMax || state.waiting.isEmpty else {
                    return EngineError(
                        .overloaded, "too many writes are waiting; try again in a second")
                }
                state.waiting.append(waiting)
                state.weight += weight
                if !state.isDraining {
                    state.isDraining = true
                    thread.async { self.drain() }
                }
                return nil
            }
            if let refusal { continuation.resume(throwing: refusal) }
        }
    }

    /// Refuses new writes and returns when those waiting are carried out.
    package func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            thread.async {
                self.drain()
                continuation.resume()
            }
        }
    }

    private func drain() {
        while let group = nextGroup() {
            let outcomes = perform(group.map(\.write))
            for (waiting, outcome) in zip(group, outcomes) {
                waiting.continuation.resume(with: outcome)
            }
        }
    }

    private func nextGroup() -> [Waiting]? {
        state.withLock { state in
            var weight = 0
            let count = state.waiting.prefix { waiting in
                defer { weight += waiting.weight }
                return weight < Self.groupWeightMax
            }.count
            guard count > 0 else {
                state.isDraining = false
                return nil
            }
            let group = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(count)
            state.weight -= group.reduce(0) { $0 + $1.weight }
            return group
        }
    }
}
