/// A field whose values are to be counted.
package struct Facet: Hashable, Sendable, ExpressibleByStringLiteral {
    /// How values become groups.
    package enum Grouping: Hashable, Sendable {
        /// Each by itself.
        case values
        /// Numbers by bounds, ascending: below the first, from each to below the next, from the last.
        case bounds([Double])
        /// Numbers by about so many bounds, chosen so that as many items lie between each two.
        case buckets(Int)
    }

    package var field: String
    package var grouping: Grouping

    package init(_ field: String, _ grouping: Grouping = .values) {
        self.field = field
        self.grouping = grouping
    }

    package init(stringLiteral field: String) { self.init(field) }

    /// A value, or a stretch of numbers, and how many documents have it.
    package struct Count: Hashable, Sendable {
        /// Numbers from `from` on and below `to` read `from..to`.
        package var value: String
        package var count: Int
        package var from: Double?
        package var to: Double?

        package init(value: String, count: Int, from: Double? = nil, to: Double? = nil) {
            self.value = value
            self.count = count
            self.from = from
            self.to = to
        }
    }
}
