import Commerce
import Dispatch
import Storage
import Synchronization

extension Engine {
    /// What is walked through beside a server at most: a replay holds a second state and a second index.
    private static let (replayedEventsMax, replayedItemsMax): (Int64, Int) = (1_000_000, 100_000)

    /// Makes a served answer again from the log, as `martlet replay` does. One at a time, on a thread of
    /// its own: no query waits for it.
    ///
    /// - Parameter request: The id of its request.
    /// - Throws: `EngineError` `not_found` where no such answer is stored, `overloaded` while another one is
    ///   made; `InvalidField` where log or catalogue are too large for it; `StorageError`, and the errors of
    ///   models that cannot be read.
    /// - Returns: What would be served, and where that differs.
    package func replay(_ request: String) async throws -> SlateReplay.Outcome {
        guard let slate = try recorder.slate(of: request) else {
            throw EngineError(.notFound, "no answer of that request id was served")
        }
        let items = snapshot().state.catalogue.count
        guard slate.offset <= Self.replayedEventsMax, items <= Self.replayedItemsMax else {
            throw InvalidField(
                .outOfRange, "id",
                "knew of \(slate.offset) events and \(items) items, and a server replays "
                    + "\(Self.replayedEventsMax) and \(Self.replayedItemsMax) at most; run "
                    + "martlet replay \(slate.request)")
        }
        guard !isReplaying.exchange(true, ordering: .relaxed) else {
            throw EngineError(.overloaded, "another answer is being made again; ask in a moment")
        }
        defer { isReplaying.store(false, ordering: .relaxed) }
        // What is served a moment ago may still wait to be stored.
        try await onMaintenanceThread { try self.recorder.flush() }
        let (path, configuration) = (directory.path, configuration)
        let outcomes = try await onThread(DispatchQueue(label: "martlet.replay", qos: .utility)) {
            try SlateReplay(directory: path, configuration: configuration).run([request])
        }
        return outcomes[0]
    }
}
