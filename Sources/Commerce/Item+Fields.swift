package import Primitives

extension Item {
    /// Reads an item from named values. `id` may come from elsewhere, such as the path of a request.
    ///
    /// - Throws: `InvalidField` for the first field that cannot be taken.
    package init(
        fields: Fields, id outer: String? = nil, schema: Schema = Schema()
    ) throws(InvalidField) {
        var reader = FieldReader(fields)
        let inner = try reader.id("id")
        guard let id = outer ?? inner else { throw reader.missing("id", "is missing") }
        if let inner, inner != id {
            throw InvalidField(.malformed, "id", "\(clipped(inner)) is not the id of the address")
        }
        self.init(id: id)
        parent = try reader.id("parent")
        if parent == id {
            throw InvalidField(.malformed, "parent", "an item cannot be its own parent")
        }
        title = try reader.localizedText("title", bytesMax: 2000)
        description = try reader.localizedText("description", bytesMax: 50_000)
        brand = try reader.text("brand", bytesMax: 200)
        categories = try Self.categories(&reader)
        price = try reader.money("price", default: schema.currency)
        stock = try reader.integer("stock", in: -1_000_000_000...1_000_000_000)
        if let word = try reader.text("availability", bytesMax: 40) {
            guard let known = Availability(rawValue: word) else {
                let names = Availability.allCases.map(\.rawValue).joined(separator: ", ")
                throw InvalidField(
                    .unknownValue, "availability", "\(clipped(word)) is none of \(names)")
            }
            availability = known
        }
        image = try reader.text("image", bytesMax: 4000)
        seller = try reader.id("seller")
        created = try reader.time("created")
        attributes = try Self.attributes(&reader)
        extra = try reader.unknown()
    }

    /// One path, a list of paths, or a text with ` > ` between the levels.
    private static func categories(_ reader: inout FieldReader) throws(InvalidField) -> [[String]] {
        guard let value = reader.take("categories") ?? reader.take("category") else { return [] }
        func path(_ value: Value) throws(InvalidField) -> [String] {
            switch value {
            case .string(let text):
                return text.split(separator: ">").map { trimmed(String($0)) }.filter { !$0.isEmpty }
            case .array(let levels):
                let names = levels.compactMap(\.string)
                guard names.count == levels.count else { break }
                return names
            default: break
            }
            throw InvalidField(.wrongType, "categories", "is not a list of names or of paths")
        }
        var paths: [[String]] = []
        if case .array(let elements) = value {
            let isOnePath = elements.allSatisfy { $0.string.map { !$0.contains(">") } ?? false }
            paths = isOnePath ? [try path(value)] : []
            if !isOnePath { for element in elements { paths.append(try path(element)) } }
        } else {
            paths = [try path(value)]
        }
        guard paths.count <= 32, paths.allSatisfy({ $0.count <= 16 }) else {
            throw InvalidField(.tooLong, "categories", "has more than 32 paths or 16 levels")
        }
        guard paths.joined().allSatisfy({ $0.utf8.count <= 200 }) else {
            throw InvalidField(.tooLong, "categories", "has a name of more than 200 bytes")
        }
        return paths.filter { !$0.isEmpty }
    }

    private static func attributes(
        _ reader: inout FieldReader
    ) throws(InvalidField) -> [String: Attribute] {
        guard var inner = try reader.object("attributes") else { return [:] }
        guard try inner.unknown().entries.count <= 200 else {
            throw InvalidField(.tooLong, "attributes", "has more than 200 entries")
        }
        var attributes: [String: Attribute] = [:]
        for field in inner.rest.entries {
            switch field.value {
            case .string, .object:
                attributes[field.name] = .text(
                    try inner.localizedText(field.name, bytesMax: 2000))
            case .int, .double: attributes[field.name] = .number(field.value.number ?? 0)
            case .bool(let flag): attributes[field.name] = .flag(flag)
            case .array(let elements):
                let texts = elements.compactMap(\.string)
                guard texts.count == elements.count, texts.count <= 100 else {
                    throw InvalidField(
                        .wrongType, inner.path(of: field.name),
                        "is not a list of at most 100 strings")
                }
                attributes[field.name] = .list(texts)
            case .null: break
            }
        }
        return attributes
    }

    /// The item as named values; reading them gives the item back.
    package var fields: Fields {
        var fields: Fields = ["id": .string(id)]
        fields["parent"] = parent.map(Value.string)
        if !title.isEmpty { fields["title"] = title.value }
        if !description.isEmpty { fields["description"] = description.value }
        fields["brand"] = brand.map(Value.string)
        if !categories.isEmpty {
            fields["categories"] = .array(categories.map { .array($0.map(Value.string)) })
        }
        fields["price"] = price?.value
        fields["stock"] = stock.map { .int(Int64($0)) }
        fields["availability"] = availability.map { .string($0.rawValue) }
        fields["image"] = image.map(Value.string)
        fields["seller"] = seller.map(Value.string)
        fields["created"] = created.map { .string($0.description) }
        if !attributes.isEmpty {
            let sorted = attributes.sorted { $0.key < $1.key }
            fields["attributes"] = .object(
                Fields(sorted.map { Field(name: $0.key, value: $0.value.value) }))
        }
        fields.entries.append(contentsOf: extra.entries)
        return fields
    }
}

/// Without the blanks at both ends.
package func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
}
