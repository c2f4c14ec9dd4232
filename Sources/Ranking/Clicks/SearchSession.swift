/// One answer to a query as somebody was shown it, from the top, and what they opened.
package struct SearchSession: Hashable, Sendable {
    /// Places of an answer that are looked at here.
    package static let positionsMax = 100

    package var query: UInt32
    package var items: [UInt32]
    /// Of each item, whether it was opened.
    package var clicked: [Bool]

    package init(query: UInt32, items: [UInt32], clicked: [Bool]) {
        precondition(items.count == clicked.count)
        self.query = query
        self.items = Array(items.prefix(Self.positionsMax))
        self.clicked = Array(clicked.prefix(Self.positionsMax))
    }
}
