/// What the holder of a key may do.
package enum AccessRole: String, Sendable, CaseIterable {
    /// Sends events and changes the catalogue.
    case ingest
    /// Asks for items.
    case query
    /// Everything.
    case admin
}
