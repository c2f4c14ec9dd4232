package import Commerce
package import Engine
import Hummingbird
import Primitives

/// Reads the fields that requests share.
extension FieldReader {
    mutating func asker() throws(InvalidField) -> Asker {
        Asker(user: try id("user"), visitor: try id("visitor"), session: try id("session"))
    }

    /// Names of fields, each once: an answer has them as names of its own.
    mutating func names(_ name: String, countMax: Int) throws(InvalidField) -> [String] {
        var names: [String] = []
        for field in try ids(name, countMax: countMax) ?? [] where !names.contains(field) {
            names.append(field)
        }
        return names
    }

    mutating func limit(default count: Int = 20) throws(InvalidField) -> Int {
        try integer("limit", in: 1...100) ?? count
    }

    /// Refuses what was not understood: a misspelt option must not pass for its default.
    func finish() throws(InvalidField) {
        guard let unknown = rest.entries.first else { return }
        throw InvalidField(.unknownValue, unknown.name, "is no field of this request")
    }
}

extension RecommendRequest {
    package init(_ reader: inout FieldReader) throws(InvalidField) {
        guard let name = try reader.text("placement", bytesMax: 40) else {
            throw reader.missing("placement", "is missing")
        }
        guard let placement = Placement(rawValue: name) else {
            let names = Placement.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidField(
                .unknownValue, "placement", "\(clipped(name)) is none of \(names)")
        }
        self.init(placement: placement, asker: try reader.asker())
        items = try reader.ids("items", countMax: 100) ?? []
        if let item = try reader.id("item") { items.append(item) }
        if placement.needsItems, items.isEmpty {
            throw reader.missing("items", "the placement \(name) starts from an item")
        }
        limit = try reader.limit()
        filter = try reader.filter("filter") ?? Filter()
        exclude = try reader.ids("exclude", countMax: 1000) ?? []
        paging = try reader.flag("paging") ?? false
    }

    /// Items of the caller's own, to be put into an order; all come back that can be bought.
    init(ranking reader: inout FieldReader) throws(InvalidField) {
        let candidates = try reader.ids("candidates", countMax: Engine.depthMax) ?? []
        guard !candidates.isEmpty else {
            throw reader.missing("candidates", "is missing: the items to be ranked")
        }
        let isLimited = reader.rest["limit"] != nil
        try self.init(&reader)
        self.candidates = candidates
        paging = false
        if !isLimited { limit = candidates.count }
    }
}

extension SearchRequest {
    package init(_ reader: inout FieldReader) throws(InvalidField) {
        self.init(
            query: try reader.text("query", bytesMax: 1000) ?? "", asker: try reader.asker())
        limit = try reader.limit()
        offset = try reader.integer("offset", in: 0...Engine.depthMax) ?? 0
        filter = try reader.filter("filter") ?? Filter()
        facets = try reader.facets("facets")
        paging = try reader.flag("paging") ?? false
        isGrouping = try reader.flag("group") ?? false
        isTyping = try reader.flag("typing") ?? false
        highlight = try reader.names("highlight", countMax: 10)
        order = try reader.order("sort") ?? .relevance
    }
}

/// How an answer is to be written.
package struct AnswerFormat {
    var locale: String?
    var explain: Bool
    /// The language of reasons.
    private(set) var spoken: String?
    /// Fields of each item to write beside its id.
    var fields: [String]

    package init(_ reader: inout FieldReader) throws(InvalidField) {
        locale = try reader.text("locale", bytesMax: 40)
        spoken = locale
        explain = try reader.flag("explain") ?? false
        fields = try reader.names("fields", countMax: 50)
    }

    /// Takes the language of reasons, where the request names no locale, from its `Accept-Language`:
    /// the first that is there.
    mutating func understand(_ acceptLanguage: String?) {
        guard spoken == nil, let first = acceptLanguage?.prefix(while: { $0 != "," && $0 != ";" })
        else { return }
        spoken = trimmed(String(first.prefix(40)))
    }
}
