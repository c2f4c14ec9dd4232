package import Primitives

/// Something a shop sells or shows: a product, a variant of one, a course, an article.
package struct Item: Hashable, Sendable {
    package enum Availability: String, Sendable, CaseIterable {
        case inStock = "in_stock"
        case outOfStock = "out_of_stock"
        case preorder
        case backorder
        case discontinued
    }

    package var id: String
    /// The product that this is a variant of. Models learn on the parent; stock and price belong
    /// to the variant.
    package var parent: String?
    package var title = LocalizedText()
    package var description = LocalizedText()
    package var brand: String?
    /// Paths from the root, such as `["Home", "Lighting"]`.
    package var categories: [[String]] = []
    package var price: Money?
    /// Units on hand; nil where the shop does not count.
    package var stock: Int?
    package var availability: Availability?
    package var image: String?
    package var seller: String?
    /// Since when the shop has it.
    package var created: Timestamp?
    package var attributes: [String: Attribute] = [:]
    /// Fields that this version does not know, kept as they came.
    package var extra = Fields()

    package init(id: String) {
        self.id = id
    }

    /// The id that models learn on.
    package var learningID: String { parent ?? id }

    /// Whether a shopper can order it now.
    package var isAvailable: Bool {
        switch availability {
        case .outOfStock, .discontinued: false
        case .preorder, .backorder: true
        case .inStock, nil: stock.map { $0 > 0 } ?? true
        }
    }
}

/// A property of an item. Texts may differ by locale.
package enum Attribute: Hashable, Sendable {
    case text(LocalizedText)
    case number(Double)
    case flag(Bool)
    case list([String])

    package var value: Value {
        switch self {
        case .text(let text): text.value
        case .number(let number):
            Int64(exactly: number).map(Value.int) ?? .double(number)
        case .flag(let flag): .bool(flag)
        case .list(let texts): .array(texts.map(Value.string))
        }
    }
}
