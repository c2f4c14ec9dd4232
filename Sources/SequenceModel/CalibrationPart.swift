/// Events that a head foretold with about the same probability, and what came of them.
package struct CalibrationPart: Hashable, Sendable {
    /// The mean of the probabilities.
    package var foretold: Double
    /// The share of events that came true.
    package var observed: Double
    package var events: Int

    package init(foretold: Double, observed: Double, events: Int) {
        self.foretold = foretold
        self.observed = observed
        self.events = events
    }
}
