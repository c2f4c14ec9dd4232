import Synchronization

extension Engine {
    /// What the operator has set, as it holds now.
    package var configuration: EngineConfiguration { configured.withLock { $0 } }

    /// Takes over what can change while it serves: placements, event types and currency.
    ///
    /// - Parameter new: What is set now.
    /// - Returns: The settings that differ and hold only from the next start on.
    package func use(_ new: EngineConfiguration) -> [String] {
        configured.withLock { current in
            current.schema = new.schema
            current.placements = new.placements
            return [
                current.memoryBytes == new.memoryBytes ? nil : "memory_mb",
                current.statesBytesMax == new.statesBytesMax ? nil : "model.states_mb",
                current.encoder == new.encoder ? nil : "search.encoder",
                current.policy == new.policy ? nil : "policy",
            ].compactMap { $0 }
        }
    }
}
