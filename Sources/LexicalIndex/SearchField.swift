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

    /// What is left of a title's weight for what the thing is for: as much as the description has.
    static let purposeShare: Float = 1 / 3

    /// How much a long field is discounted: 0 not at all, 1 in full.
    var lengthNormalisation: Float {
        switch self {
        case .title: 0.85
        case .description: 0.75
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
    package func tokens(of item: Item) -> [Token] {
        texts(of: item).flatMap { Analyser.tokens($0.text, $0.stemmer) }
    }

    /// The texts of this field, each with the stemmer of its language: what ends one text and what
    /// begins the next are no neighbours.
    func texts(of item: Item) -> [SearchText] {
        switch self {
        case .title: Self.texts(of: item.title)
        case .brand: item.brand.map { [SearchText($0)] } ?? []
        case .categories: item.categories.joined().map { SearchText($0) }
        case .description: Self.texts(of: item.description) + attributeTexts(of: item)
        }
    }

    private static func texts(of text: LocalizedText) -> [SearchText] {
        text.byLocale.sorted { $0.key < $1.key }.map { SearchText($0.value, locale: $0.key) }
    }

    /// Attribute texts are searched with the description.
    private func attributeTexts(of item: Item) -> [SearchText] {
        item.attributes.sorted { $0.key < $1.key }.flatMap { _, attribute -> [SearchText] in
            switch attribute {
            case .text(let text): Self.texts(of: text)
            case .list(let texts): texts.map { SearchText($0) }
            case .number, .flag: []
            }
        }
    }
}
