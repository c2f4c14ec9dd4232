package import Commerce
package import TextAnalysis

/// A field of an item that words are looked for in.
package enum SearchField: Int, CaseIterable, Sendable {
    case title, brand, categories, description

    /// How much a word here counts.
    var weight: Float {
        switch self {
        case .title: 3
        case .brand: 2
        case .categories: 1.5
        case .description: 1
        }
    }

    /// How much a long field is discounted: 0 not at all, 1 in full.
    var lengthNormalisation: Float {
        switch self {
        case .title, .description: 0.75
        case .brand, .categories: 0.5
        }
    }

    /// The length at which a field is neither long nor short. A constant, not the mean of the shop:
    /// so what a word says about an item changes with the item alone.
    var usualLength: Float {
        switch self {
        case .title: 10
        case .brand: 2
        case .categories: 6
        case .description: 20
        }
    }

    /// What one occurrence in a field of so many words adds to a term's frequency.
    func weight(length: Int) -> Float {
        let b = lengthNormalisation
        return weight / (1 - b + b * Float(length) / usualLength)
    }

    /// The terms of this field over all locales.
    package func tokens(of item: Item) -> [Token] { parts(of: item).flatMap { $0 } }

    /// The terms of each text of this field: what ends one text and what begins the next are no
    /// neighbours.
    func parts(of item: Item) -> [[Token]] {
        switch self {
        case .title: Self.parts(of: item.title)
        case .brand: item.brand.map { [Analyser.tokens($0)] } ?? []
        case .categories: item.categories.joined().map { Analyser.tokens($0) }
        case .description: Self.parts(of: item.description) + attributeParts(of: item)
        }
    }

    private static func parts(of text: LocalizedText) -> [[Token]] {
        text.byLocale.sorted { $0.key < $1.key }.map { locale, text in
            Analyser.tokens(text, .of(locale: locale))
        }
    }

    /// Attribute texts are searched with the description.
    private func attributeParts(of item: Item) -> [[Token]] {
        item.attributes.sorted { $0.key < $1.key }.flatMap { _, attribute in
            switch attribute {
            case .text(let text): Self.parts(of: text)
            case .list(let texts): texts.map { Analyser.tokens($0) }
            case .number, .flag: [[Token]]()
            }
        }
    }
}
