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
    package func tokens(of item: Item) -> [Token] {
        texts(of: item).flatMap { Analyser.tokens($0.text, $0.stemmer) }
    }

    /// The texts of this field, each with the stemmer of its language: what ends one text and what
    /// begins the next are no neighbours.
    func texts(of item: Item) -> [(text: String, stemmer: Stemmer)] {
        switch self {
        case .title: Self.texts(of: item.title)
        case .brand: item.brand.map { [($0, .common)] } ?? []
        case .categories: item.categories.joined().map { ($0, .common) }
        case .description: Self.texts(of: item.description) + attributeTexts(of: item)
        }
    }

    private static func texts(of text: LocalizedText) -> [(text: String, stemmer: Stemmer)] {
        text.byLocale.sorted { $0.key < $1.key }.map { ($0.value, .of(locale: $0.key)) }
    }

    /// Attribute texts are searched with the description.
    private func attributeTexts(of item: Item) -> [(text: String, stemmer: Stemmer)] {
        item.attributes.sorted { $0.key < $1.key }.flatMap {
            _, attribute -> [(text: String, stemmer: Stemmer)] in
            switch attribute {
            case .text(let text): Self.texts(of: text)
            case .list(let texts): texts.map { ($0, .common) }
            case .number, .flag: []
            }
        }
    }
}
