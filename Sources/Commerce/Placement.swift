/// A place of the shop that shows items.
package enum Placement: String, Sendable, CaseIterable {
    /// For this person, now.
    case home
    /// Like one item.
    case similar
    /// Bought in the same order as one item.
    case boughtTogether = "bought_together"
    /// Goes with what is in the cart.
    case cart
    /// Rising in the shop.
    case trending
    /// What this person looked at last.
    case recent
    /// What this person bought and may need again.
    case again

    /// Whether what is popular fills up what it has too little of.
    package var isFilled: Bool { self != .recent && self != .again }

    /// Whether it starts from given items.
    package var needsItems: Bool {
        self == .similar || self == .boughtTogether || self == .cart
    }
}
