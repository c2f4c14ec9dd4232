import Commerce

/// What an item lacks to be found, understood or sold.
package enum ItemProblem: String, Sendable, CaseIterable {
    case noTitle = "no_title"
    case noPrice = "no_price"
    case noImage = "no_image"
    case noDescription = "no_description"
    case noCategory = "no_category"
    case noBrand = "no_brand"
    case unavailable
    /// Another item, and no variant of the same product, has the same title and brand.
    case sameTitle = "same_title"

    /// What the item alone tells; `sameTitle` takes the others.
    static func of(_ item: Item) -> Set<ItemProblem> {
        var problems: Set<ItemProblem> = []
        if item.title.all.isEmpty { problems.insert(.noTitle) }
        if item.price == nil { problems.insert(.noPrice) }
        if item.image == nil { problems.insert(.noImage) }
        if item.description.all.isEmpty { problems.insert(.noDescription) }
        if item.categories.isEmpty { problems.insert(.noCategory) }
        if item.brand == nil { problems.insert(.noBrand) }
        if !item.isAvailable { problems.insert(.unavailable) }
        return problems
    }
}
