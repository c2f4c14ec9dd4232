/// What proposes items.
package enum Source: Int, Sendable, CaseIterable {
    /// What shoppers go on to from an item.
    case sequences
    /// What one order held.
    case orders
    /// What one visit held.
    case cosine
    /// What goes with an item over whole histories.
    case linear
    /// What the catalogue describes alike.
    case content
    /// Visits like this one.
    case sessions
    case popularity
    /// What is popular where the person is.
    case region
    case trending
    case recent
    /// Bought before, and due.
    case again
    /// What nobody has had much of a chance to see.
    case new
    /// The trained model.
    case model
    /// Companions and model, as learnt from the shop's log: in place of what each says.
    case blend
}

/// One of the summands of a score.
package struct ScorePart: Hashable, Sendable {
    package enum Name: Hashable, Sendable {
        case source(Source)
        /// What may come of showing it, times what that is worth to the shop.
        case task(String)
        /// The merchandisers' rule of that id.
        case rule(String)
        /// What the shop wants more or less of, by a number of its items.
        case preference(String)
        /// Shown before in vain.
        case seen
        /// What the policy learnt of whom it pleases.
        case policy
        /// Others of its category above it.
        case spread
        /// An item like it above it.
        case diversity

        package var text: String {
            switch self {
            case .source(let source): "\(source)"
            case .task(let name): "task:\(name)"
            case .rule(let id): "rule:\(id)"
            case .preference(let field): "prefer:\(field)"
            default: "\(self)"
            }
        }
    }

    package var name: Name
    package var value: Float

    init(_ name: Name, _ value: Float) {
        self.name = name
        self.value = value
    }
}
