import Commerce

/// One session of a shopper, from arriving to leaving.
struct Visit: Sendable {
    /// Where the shopper stands, which decides what they ask next.
    enum Focus: Sendable {
        /// Has just come: asks for the home page, or searches at once.
        case arriving
        /// Nothing caught the eye: searches, or strolls.
        case looking
        /// Has looked at an item: asks for similar ones.
        case viewing(Int)
        /// Has put an item into the cart: asks what goes with it.
        case carted(Int)
    }

    /// Something in the cart, and the answer that it came from.
    struct Line: Sendable {
        let item: Int
        let quantity: Int
        let request: String
        let position: Int
    }

    let number: Int
    /// Questions until the shopper leaves.
    var stepsLeft: Int
    var focus = Focus.arriving
    var cart: [Line] = []
    /// Whether the shopper has yet to react to an answer.
    var isFresh = true
}
