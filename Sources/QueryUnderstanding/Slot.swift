package import Commerce

/// One thing that a query says of the items wanted.
package struct Slot: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case brand, category, attribute, condition, price
        /// A word that says none of these.
        case word
    }

    /// How a reading acts on the answer.
    package enum Role: String, Sendable {
        /// Items that do not meet it are left out.
        case filter
        /// Items that meet it rank higher.
        case boost
        /// The catalogue says it in titles alone: its words are searched for like others.
        case words
    }

    package var kind: Kind
    /// What it is said of: `brand`, `category`, `price`, `condition`, or the name of an attribute,
    /// such as `color`.
    package var field: String
    /// The shop's own values that are meant, any of them, as the catalogue writes them. None for a
    /// price, and where no item has the attribute.
    package var values: [String] = []
    /// Bounds of a price in major units.
    package var atLeast: Double?
    package var atMost: Double?
    /// Said of a price without a bound: the cheaper the better.
    package var isCheap = false
    /// Where a currency was named, one of the shop's that it can be.
    package var currency: Currency?
    /// As it stands in the query.
    package var text: String
    /// The stretch of the query, in UTF-8.
    package var source: Range<Int>

    package var role: Role {
        if kind == .price { return isCheap ? .boost : .filter }
        return values.isEmpty ? .words : .boost
    }
}
