import Commerce
import LexicalIndex

extension Answer.Hit {
    /// Marks what was found in the texts that are wanted, in the reader's language.
    mutating func highlight(_ request: SearchRequest, _ query: Query) {
        guard let item, !request.highlight.isEmpty, !query.isEmpty else { return }
        let highlighter = Highlighter(query, locale: request.locale ?? "")
        highlights = request.highlight.compactMap { field in
            Self.text(of: item, field, request.locale).flatMap(highlighter.html).map { (field, $0) }
        }
    }

    private static func text(of item: Item, _ field: String, _ locale: String?) -> String? {
        switch field {
        case "title": return item.title.text(for: locale)
        case "description": return item.description.text(for: locale)
        case "brand": return item.brand
        default: break
        }
        guard case .text(let text) = item.attributes[field] else { return nil }
        return text.text(for: locale)
    }
}
