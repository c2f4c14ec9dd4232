/// A field of items, as the keys of its values begin.
struct ColumnField: Hashable, Sendable {
    /// Fields that every item can have; others are attributes.
    private static let own = [
        "availability", "brand", "category", "id", "in_stock", "parent", "price", "seller", "stock",
    ]
    private static let ownMark: UInt8 = 0xFE
    private static let attributePrefix = "attributes."

    static let availability = ColumnField("availability")
    static let brand = ColumnField("brand")
    static let category = ColumnField("category")
    static let id = ColumnField("id")
    static let inStock = ColumnField("in_stock")
    static let parent = ColumnField("parent")
    static let price = ColumnField("price")
    static let seller = ColumnField("seller")
    static let stock = ColumnField("stock")

    let prefix: [UInt8]

    /// A field as a filter, a facet or an order names it.
    init(_ name: String) {
        if let place = Self.own.firstIndex(of: name) {
            self.init(prefix: [Self.ownMark, UInt8(place), ColumnKey.separator])
        } else {
            let isLong = name.hasPrefix(Self.attributePrefix)
            self.init(attribute: isLong ? String(name.dropFirst(Self.attributePrefix.count)) : name)
        }
    }

    private init(prefix: [UInt8]) { self.prefix = prefix }

    init(attribute name: String) {
        self.init(prefix: ColumnKey.bytes(of: name) + [ColumnKey.separator])
    }
}
