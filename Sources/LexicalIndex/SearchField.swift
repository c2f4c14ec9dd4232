package import Commerce
import TextAnalysis

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
    var lengthNormalisation: Float { self == .description ? 0.75 : 0.5 }

    /// The terms of this field over all locales.
    package func terms(of item: Item) -> [String] {
        switch self {
        case .title: item.title.all.flatMap(Analyser.indexTerms)
        case .brand: item.brand.map(Analyser.indexTerms) ?? []
        case .categories: item.categories.joined().flatMap(Analyser.indexTerms)
        case .description:
            item.description.all.flatMap(Analyser.indexTerms) + attributeTerms(of: item)
        }
    }

    /// Attribute texts are searched with the description.
    private func attributeTerms(of item: Item) -> [String] {
        item.attributes.sorted { $0.key < $1.key }.flatMap { _, attribute in
            switch attribute {
            case .text(let text): text.all.flatMap(Analyser.indexTerms)
            case .list(let texts): texts.flatMap(Analyser.indexTerms)
            case .number, .flag: [String]()
            }
        }
    }
}
