import Commerce
import Ingest
import JSON
import LexicalIndex
import Primitives
import QueryUnderstanding
import TextAnalysis

/// The shop in which a query is asked: what its catalogue supports.
struct IntentShop {
    private(set) var vocabulary = ShopVocabulary()
    private(set) var index = LexicalIndex()
    private var brands: Set<String> = []
    private var categories: [String] = []

    /// - Parameters:
    ///   - source: Whose queries it answers.
    ///   - labels: Names that the labels give a shop.
    ///   - data: The data folder.
    /// - Throws: Where a file is missing or of another form.
    init(_ source: String, _ labels: IntentLabels, data: String) throws {
        var items: [Item] = []
        switch source {
        case "electronics": items = try Self.electronics(data)
        case "chinese": items = try Self.chinese(data)
        default: break
        }
        if source != "chinese" {
            items += try Self.categories(Self.suggestions(source, data))
        }
        for (_, field, names) in labels.names.filter({ $0.shop == "names-\(source)" }) {
            items += names.map { name in
                var item = Item(id: "\(field) \(name)")
                item.title = LocalizedText(name)
                if field == "brand" { item.brand = name }
                if field != "brand" { item.attributes[field] = .text(LocalizedText(name)) }
                return item
            }
        }
        let currency = source == "chinese" ? "CNY" : "USD"
        for index in items.indices {
            items[index].price = Currency(currency).map { Money(minor: 1, currency: $0) }
            vocabulary.insert(items[index])
            if let brand = items[index].brand { brands.insert(Self.joined(brand)) }
        }
        categories = Set(items.flatMap { $0.categories.joined() }).map(Self.joined)
        index.insert(
            contentsOf: items.enumerated().lazy.map { (item: $1, document: UInt32($0)) })
    }

    var interpreter: QueryInterpreter {
        QueryInterpreter(vocabulary) { index.documents(of: $0) }
    }

    /// Whether the shop has what a label names: a brand of that name, a category that holds the
    /// words, an item with the words of anything else.
    func supports(_ field: String, _ words: String) -> Bool {
        switch field {
        case "brand": return brands.contains(Self.joined(words))
        case "category":
            let words = Self.joined(words)
            return categories.contains { $0.contains(words) }
        default: return Analyser.queryTerms(words).allSatisfy(index.contains)
        }
    }

    /// Stems without blanks.
    private static func joined(_ text: String) -> String {
        Analyser.words(text).map { Stemmer.common.stem($0) }.joined()
    }

    // MARK: Catalogues

    /// Suggestions with the facets of what they find.
    static func suggestions(_ source: String, _ data: String) throws -> [Fields] {
        let name = source == "fashion" ? "products" : "instant_search_demo"
        let file = "\(data)/query-suggestions/\(name)_query_suggestions.json.gz"
        guard case .array(let rows) = try JSONParser.parse(try WholeFile.bytes(of: file)) else {
            throw SequenceFileError(file, nil, "expected an array")
        }
        return rows.compactMap(\.object)
    }

    /// One item for each category path that the facets name.
    private static func categories(_ suggestions: [Fields]) -> [Item] {
        var paths: Set<String> = []
        func collect(_ value: Value) {
            guard let fields = value.object else { return }
            if let facets = fields["exact_matches"]?.object {
                for case .array(let values) in facets.entries.map(\.value) {
                    paths.formUnion(values.compactMap { $0.object?["value"]?.string })
                }
            }
            for field in fields.entries { collect(field.value) }
        }
        for suggestion in suggestions { collect(.object(suggestion)) }
        return paths.sorted().map { path in
            var item = Item(id: path)
            item.categories = [
                path.split(separator: ">").map {
                    $0.split(separator: " ").joined(separator: " ")
                }
            ]
            return item
        }
    }

    private static func electronics(_ data: String) throws -> [Item] {
        var items: [Item] = []
        try SequenceFile.forEachLine(of: "\(data)/retrotech/corpus.jsonl.gz") { line, _ in
            guard let fields = try JSONParser.parse(Array(line)).object else { return }
            var item = Item(id: fields["_id"]?.string ?? "")
            item.title = LocalizedText(withoutEntities(fields["title"]?.string ?? ""))
            let brand = withoutEntities(fields["metadata"]?.object?["manufacturer"]?.string ?? "")
            item.brand = brand.isEmpty ? nil : brand
            items.append(item)
        }
        return items
    }

    /// Without `&#xAE;` and the like.
    private static func withoutEntities(_ text: String) -> String {
        var parts = text.split(separator: "&#", omittingEmptySubsequences: false)[...]
        let first = parts.popFirst() ?? ""
        return parts.reduce(String(first)) { $0 + $1.drop { $0 != ";" }.dropFirst() }
    }

    /// Titles of which the spans of brands and of products are marked, a character a line.
    private static func chinese(_ data: String) throws -> [Item] {
        var items: [Item] = []
        for part in ["train", "dev", "test"] {
            var title = ""
            var spans: [(kind: Substring, text: String)] = []
            func finish() {
                items += self.items(title, spans, from: items.count)
                (title, spans) = ("", [])
            }
            let file = "\(data)/zh-text/title-entities/\(part).txt.gz"
            let text = String(decoding: try WholeFile.bytes(of: file), as: UTF8.self)
            for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                let parts = line.split(separator: " ")
                guard parts.count == 2 else {
                    if !title.isEmpty { finish() }
                    continue
                }
                title += parts[0]
                let character = parts[0] == "," ? " " : parts[0]
                switch parts[1].prefix(2) {
                case "B-": spans.append((parts[1].dropFirst(2), String(character)))
                case "I-" where !spans.isEmpty: spans[spans.count - 1].text += character
                default: break
                }
            }
            finish()
        }
        return items
    }

    /// An item for a title, and one more for each further brand in it.
    private static func items(
        _ title: String, _ spans: [(kind: Substring, text: String)], from number: Int
    ) -> [Item] {
        let brands = spans.filter { $0.kind == "HPPX" }.map(\.text)
        return (0..<max(brands.count, 1)).map { place in
            var item = Item(id: String(number + place))
            item.title = LocalizedText(title)
            item.brand = brands.isEmpty ? nil : brands[place]
            if place == 0 {
                item.categories = spans.filter { $0.kind == "HCCX" }.map { [$0.text] }
            }
            return item
        }
    }
}
