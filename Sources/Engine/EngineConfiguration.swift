package import Commerce

/// What an operator can set for one shop.
package struct EngineConfiguration: Sendable {
    package var schema: Schema
    /// Events after which the linear neighbours are fitted for the first time; see `FitSchedule`.
    package var fitEvents: Int64 = 10_000
    /// What the states of shoppers with the trained model may take; the oldest go.
    package var statesBytesMax = 256 << 20
    /// What is wanted of placements; the usual where one is not named.
    package var placements: [Placement: PlacementSettings] = [:]

    /// The folder of an encoder of the BERT family, by which search knows what is meant.
    package var encoder: String?

    package init(schema: Schema = Schema()) {
        self.schema = schema
    }
}
