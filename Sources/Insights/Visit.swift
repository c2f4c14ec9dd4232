import Commerce
import Primitives

/// What came of one session.
struct Visit: Sendable {
    var started: Timestamp
    var segment: Segment
    var hasViewed = false
    var hasCarted = false
    var hasBought = false
    /// In minor units of the shop's currency.
    var revenue: Int64 = 0
    /// The query asked last, until something was clicked.
    var openQuery: String?

    init(_ started: Timestamp, _ segment: Segment) {
        self.started = started
        self.segment = segment
    }
}
