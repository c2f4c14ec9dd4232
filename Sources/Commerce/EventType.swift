/// What happened. Built-in types are listed here; a shop declares its own in the configuration.
package struct EventType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static let view = EventType(rawValue: "view")
    package static let click = EventType(rawValue: "click")
    package static let addToCart = EventType(rawValue: "add_to_cart")
    package static let removeFromCart = EventType(rawValue: "remove_from_cart")
    package static let purchase = EventType(rawValue: "purchase")
    package static let `return` = EventType(rawValue: "return")
    package static let rating = EventType(rawValue: "rating")
    package static let search = EventType(rawValue: "search")
    package static let impression = EventType(rawValue: "impression")
    package static let dismiss = EventType(rawValue: "dismiss")
    package static let dwell = EventType(rawValue: "dwell")
    /// A visitor turned out to be a user: their histories are read as one.
    package static let link = EventType(rawValue: "link")
    /// Takes a link back.
    package static let unlink = EventType(rawValue: "unlink")

    package static let builtIn: [EventType] = [
        .view, .click, .addToCart, .removeFromCart, .purchase, .return, .rating, .search,
        .impression, .dismiss, .dwell, .link, .unlink,
    ]

    private static let byName = Dictionary(
        uniqueKeysWithValues: builtIn.map { ($0.rawValue, $0) })

    /// The type of that name; nil where neither Martlet nor the shop knows it.
    package init?(name: String, schema: Schema) {
        if let known = Self.byName[name] {
            self = known
        } else if schema.customEventTypes.contains(name) {
            self.init(rawValue: name)
        } else {
            return nil
        }
    }

    /// Types that say something about one item.
    package var needsItem: Bool {
        switch self {
        case .view, .click, .addToCart, .removeFromCart, .purchase, .return, .rating, .dismiss,
            .dwell:
            true
        default: false
        }
    }
}
