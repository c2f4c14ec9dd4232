/// What one shopper did, oldest first, as the model reads it.
package struct EventSequence: Hashable, Sendable {
    package var items: [UInt32]
    /// The kind of each event; empty where the model does not tell them apart.
    package var actions: [UInt8]
    /// The class of the time since the event before; empty where times are unknown.
    package var gaps: [UInt8]
    /// Hashes of what the shopper declared, such as of "country\u{1F}NZ".
    package var attributes: Set<UInt64> = []

    package init(items: [UInt32], actions: [UInt8] = [], gaps: [UInt8] = []) {
        precondition(actions.isEmpty || actions.count == items.count)
        precondition(gaps.isEmpty || gaps.count == items.count)
        self.items = items
        self.actions = actions
        self.gaps = gaps
    }

    package var count: Int { items.count }

    /// Classes of `gap(seconds:)`.
    package static let gapClasses = 28

    /// The class of the time between two events: one for each doubling, from two seconds to four
    /// years.
    package static func gap(seconds: Double) -> UInt8 {
        guard seconds >= 2 else { return 0 }
        return UInt8(clamping: min(gapClasses - 1, Int(seconds.exponent)))
    }
}
