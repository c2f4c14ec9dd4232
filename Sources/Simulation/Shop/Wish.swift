/// What somebody is after: a category, usually a kind of product, perhaps with properties.
package struct Wish: Hashable, Sendable {
    package var leaf: Int
    /// Nil where anything of the category will do.
    package var kind: Int?
    package var colour: Int?
    package var material: Word?
    package var brand: Int?

    package init(
        leaf: Int, kind: Int? = nil, colour: Int? = nil, material: Word? = nil, brand: Int? = nil
    ) {
        self.leaf = leaf
        self.kind = kind
        self.colour = colour
        self.material = material
        self.brand = brand
    }
}

/// Words typed into the search box, with what they mean.
package struct Query: Hashable, Sendable {
    /// As typed, slips included.
    package var text: String
    package let language: Language
    package let wish: Wish

    package init(text: String, language: Language, wish: Wish) {
        self.text = text
        self.language = language
        self.wish = wish
    }
}

extension Shop {
    /// A wish in the words of a search box: "blue ceramic teapot", "蓝色陶瓷茶壶".
    package func phrase(_ wish: Wish, in language: Language) -> String {
        let brand = wish.brand.map { assortment.brands[$0].name }
        let noun =
            wish.kind.map { assortment.kinds[$0].kind.name }
            ?? assortment.leaves[wish.leaf].category.name
        let colour = wish.colour.map { Palette.all[$0] }
        let words = [colour, wish.material, noun].compactMap { $0?[language] }
        switch language {
        case .en: return ([brand].compactMap(\.self) + words).joined(separator: " ").lowercased()
        case .zh: return (brand.map { $0 + " " } ?? "") + words.joined()
        }
    }

    /// A query without slips for every kind that the shop has, plain and with the colour and the
    /// material of one of its items: a set to measure search on.
    package func queries(in language: Language) -> [Query] {
        var queries: [Query] = []
        var texts: Set<String> = []
        for items in itemsOfKind {
            guard let example = items.first.map({ traits[$0] }) else { continue }
            let plain = Wish(leaf: example.leaf, kind: example.kind)
            var coloured = plain
            coloured.colour = example.colour
            var made = plain
            made.material = example.material
            for wish in [plain, coloured, made] {
                let text = phrase(wish, in: language)
                guard texts.insert(text).inserted else { continue }
                queries.append(Query(text: text, language: language, wish: wish))
            }
        }
        return queries
    }
}
