package import Commerce

/// What an operator can set for one shop.
package struct EngineConfiguration: Sendable {
    package var schema: Schema
    /// Events after which the linear neighbours are fitted for the first time; see `FitSchedule`.
    package var fitEvents: Int64 = 10_000
    /// What the states of shoppers with the trained model may take; the oldest go.
    package var statesBytesMax = 256 << 20
    /// What the whole of it may take in memory, of `memoryBytesMin` at least; nil: as much as comes.
    package var memoryBytes: Int?

    /// Less than this holds hardly more than the program.
    package static let memoryBytesMin = 192 << 20
    /// What the program takes with an empty shop, and what work in progress needs.
    private static let programBytes = 128 << 20

    /// For what is remembered of people, sessions, queries and items.
    var bounds: Behaviour.Bounds {
        var bounds =
            memoryBytes.map { Behaviour.Bounds(bytes: max(0, $0 - Self.programBytes)) }
            ?? Behaviour.Bounds()
        bounds.fitEvents = fitEvents
        return bounds
    }

    /// For the states of shoppers with the trained model, at the most.
    var modelStateBytes: Int { min(statesBytesMax, memoryBytes.map { $0 / 6 } ?? .max) }

    /// What is wanted of placements; the usual where one is not named.
    package var placements: [Placement: PlacementSettings] = [:]

    /// Learns from rewards and corrects the ranker; nil where none is wanted.
    package var policy: PolicyConfiguration?

    /// The folder of an encoder of the BERT family, by which search knows what is meant.
    package var encoder: String?

    package init(schema: Schema = Schema()) {
        self.schema = schema
    }
}
