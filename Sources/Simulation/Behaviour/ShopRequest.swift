package import Commerce

/// One thing that a shopper asks of the shop.
package struct ShopRequest: Hashable, Sendable {
    package enum Question: Hashable, Sendable {
        /// Items of a placement, starting from the given ones where it needs some.
        case recommend(Placement, items: [String])
        case search(Query)
    }

    package let question: Question
    /// Place among the simulator's shoppers. The engine does not get to see it.
    package let shopper: Int
    /// The account, where the shop knows who is there; else `visitor` is set.
    package let user: String?
    package let visitor: String?
    package let session: String
    /// BCP 47.
    package let locale: String
    /// How many items are wanted.
    package let limit: Int
}
