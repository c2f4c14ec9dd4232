import Commerce

/// A value of a field of an item.
enum ColumnValue: Hashable, Sendable {
    case flag(Bool)
    case number(Double)
    /// A category, or one above it.
    case path([String])
    case text(String)
    case otherText(String)
}

extension Item {
    /// All that filters, facets and orders can know of the item.
    func forEachColumnValue(_ body: (ColumnField, ColumnValue) -> Void) {
        body(.id, .text(id))
        body(.inStock, .flag(isAvailable))
        if let brand { body(.brand, .text(brand)) }
        if let seller { body(.seller, .text(seller)) }
        if let parent { body(.parent, .text(parent)) }
        if let availability { body(.availability, .text(availability.rawValue)) }
        if let price { body(.price, .number(price.major)) }
        if let stock { body(.stock, .number(Double(stock))) }
        for path in categories {
            for depth in path.indices { body(.category, .path(Array(path[...depth]))) }
        }
        for (name, attribute) in attributes {
            let field = ColumnField(attribute: name)
            switch attribute {
            case .flag(let flag): body(field, .flag(flag))
            case .number(let number):
                if !number.isNaN { body(field, .number(number)) }
            case .list(let texts): for text in texts { body(field, .text(text)) }
            case .text(let text):
                let shown = text.text()
                if let shown { body(field, .text(shown)) }
                for other in text.all where other != shown { body(field, .otherText(other)) }
            }
        }
    }
}
