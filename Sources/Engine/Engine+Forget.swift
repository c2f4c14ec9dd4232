package import Commerce
import Ingest
import Primitives
import Storage
import Synchronization

/// How many times someone was forgotten, and for how many of them what everyone shares was counted
/// anew.
struct Forgetting: Sendable {
    var requested = 0
    var completed = 0
}

extension Engine {
    /// Pages of the log that the writer itself replays at most, before it takes a rebuilt state.
    private static let catchUpEventsMax: Int64 = 2000
    private static let catchUpRoundsMax = 8

    /// Forgets a person: when this returns, their keys are destroyed in every copy of the data, and
    /// no answer knows them. What they taught everyone is counted anew by `rebuild()`.
    ///
    /// - Throws: `EngineError`, `StorageError`, or `ImportError` where the lines that an import did
    ///   not take cannot be rewritten. Asking again settles it.
    package func forget(_ person: Subject) async throws -> Receipt {
        let traces = try await onMaintenanceThread {
            try self.recorder.flush()
            var traces = Traces(of: person)
            try traces.follow(self.directory.log, self.snapshot().state.behaviour)
            try self.redactQuarantine(of: traces)
            return traces
        }
        guard case .forgotten(let receipt) = try await submit(.forget(traces), weight: 1) else {
            preconditionFailure("forgetting has another outcome")
        }
        return receipt
    }

    /// What an import set aside may name the person in the clear.
    private func redactQuarantine(of traces: Traces) throws {
        let path = directory.quarantinePath
        guard FileSystem.exists(path) else { return }
        let ids = Set(traces.subjects.map(\.id))
        let rewritten = path + ".new"
        FileSystem.remove(rewritten)
        if try QuarantineFile.redact(path, naming: ids, into: rewritten) > 0 {
            try FileSystem.replace(path, withFile: rewritten)
        } else {
            FileSystem.remove(rewritten)
        }
    }

    /// On the writer's thread: nothing is appended meanwhile.
    func forget(_ found: Traces, _ state: inout EngineState) throws -> Receipt {
        var traces = found
        try traces.follow(directory.log, state.behaviour)
        // From here on no state is saved that may know them, whatever happens next.
        forgetting.withLock { $0.requested += 1 }
        if traces.events > 0 { fitter.invalidate() }
        recorder.forget(Set(traces.subjects))
        policies?.forget(traces.subjects)
        let now = clock.now()
        let receipt = try directory.forget(
            traces.person, with: Array(traces.subjects.dropFirst()), events: traces.events,
            id: timedID("f-", at: now), time: now)
        state.forget(traces)
        if receipt.events > 0 {
            forgottenSignal.yield()
        } else {
            // Who did nothing taught nobody anything.
            forgetting.withLock { $0.requested -= 1 }
        }
        return receipt
    }

    // MARK: Rebuild

    /// Says that there is something to rebuild; one listener at a time.
    package var forgotten: AsyncStream<Void> { forgottenStream }

    /// Whether answers may still hold what someone taught who was forgotten.
    package var isRebuilding: Bool {
        forgetting.withLock { $0.completed < $0.requested }
    }

    /// Counts anew what everyone shares, from the log without those who were forgotten, beside the
    /// writer and the queries. Returns when no answer holds a trace of them; at once where there is
    /// nothing to do. Those who are forgotten meanwhile are left out too.
    ///
    /// - Throws: `EngineError` `closing`, `CancellationError`, or `StorageError`; the state stays
    ///   as it was, and the next call tries again.
    package func rebuild() async throws {
        while isRebuilding {
            let requested = forgetting.withLock { $0.requested }
            let isCancelled = Cancellation()
            let (behaviour, due) = try await withTaskCancellationHandler {
                try await onThread(rebuilding) { try self.replayed(isCancelled) }
            } onCancel: {
                isCancelled.flag.store(true, ordering: .relaxed)
            }
            _ = try await submit(
                .rebuilt(behaviour, due: due, requested: requested), weight: 1)
        }
    }

    private final class Cancellation: Sendable {
        let flag = Atomic(false)
    }

    /// What follows from the log, with the numbers that items have now: all else that goes by
    /// number stays valid.
    private func replayed(
        _ cancellation: Cancellation
    ) throws -> (state: Behaviour, due: Behaviour?) {
        let loader = Loader(directory: directory, bounds: bounds)
        var due: Behaviour?
        var behaviour = Behaviour(bounds: loader.bounds)
        for _ in 0..<Self.catchUpRoundsMax {
            let current = snapshot().state.behaviour
            guard
                current.offset - behaviour.offset > Self.catchUpEventsMax
                    || behaviour.offset == 0
            else { break }
            behaviour.items = current.items
            let found = try loader.replay(into: &behaviour, through: current.offset) {
                if cancellation.flag.load(ordering: .relaxed) { throw CancellationError() }
            }
            due = found ?? due
        }
        return (behaviour, due)
    }

    /// On the writer's thread: replays what came meanwhile, and takes the state over. False where
    /// someone else was forgotten since it was begun.
    func take(
        _ rebuilt: Behaviour, due: Behaviour?, requested: Int, _ state: inout EngineState
    ) throws -> Bool {
        guard forgetting.withLock({ $0.requested }) == requested else { return false }
        var behaviour = rebuilt
        behaviour.items = state.behaviour.items
        let last = try Loader(directory: directory, bounds: bounds)
            .replay(into: &behaviour, through: log.lastOffset)
        state.replace(behaviour)
        state.linear = nil
        if let due = last ?? due { fitter.learn(due) }
        return true
    }
}
