/// What shoppers made of an item as the answer to a query: how often they opened it, of about how many
/// times that they looked at it.
package struct ClickSignal: Hashable, Sendable {
    package static let none = ClickSignal(clicks: 0, looks: 0)

    /// Looks that the mean counts for beside what was seen: a few clicks on a rare query say little.
    private static let prior: Float = 4

    package var clicks: Float
    package var looks: Float

    package init(clicks: Float, looks: Float) {
        self.clicks = clicks
        self.looks = looks
    }

    /// The chance that who looks at it opens it.
    ///
    /// - Parameter mean: Over everything: what is expected where nobody looked.
    /// - Returns: Above 0 where the mean is.
    package func value(beside mean: Float) -> Float {
        (clicks + Self.prior * mean) / (looks + Self.prior)
    }

    package static func + (left: ClickSignal, right: ClickSignal) -> ClickSignal {
        ClickSignal(clicks: left.clicks + right.clicks, looks: left.looks + right.looks)
    }

    mutating func add(_ other: ClickSignal, weight: Float = 1) {
        clicks += weight * other.clicks
        looks += weight * other.looks
    }
}
