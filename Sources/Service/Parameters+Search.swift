import Commerce
import Engine
import Primitives

/// Reads what only searches have.
extension FieldReader {
    /// Facets of an answer at most.
    private static let facetsMax = 20
    private static let bucketsMax = 50

    /// What the results are ordered by.
    mutating func order(_ name: String) throws(InvalidField) -> SearchRequest.Order? {
        guard let text = try text(name, bytesMax: 250) else { return nil }
        let field = text.hasPrefix("-") ? String(text.dropFirst()) : text
        switch (text, field) {
        case ("relevance", _): return .relevance
        case ("popularity", _): return .popularity
        case (_, "price"), (_, "stock"):
            return .number(field, descending: text != field)
        case _ where field.hasPrefix("attributes."):
            return .number(String(field.dropFirst("attributes.".count)), descending: text != field)
        default:
            throw InvalidField(
                .unknownValue, name,
                "\(clipped(text)) is none of relevance, popularity, price, stock, attributes.NAME; "
                    + "the last three take a - before them")
        }
    }

    /// Fields to count: names, or objects with bounds or a number of buckets; a single name may stand
    /// for a list of one.
    mutating func facets(_ name: String) throws(InvalidField) -> [Facet] {
        guard case .array = rest[name] else {
            return try names(name, countMax: 1).map { Facet($0) }
        }
        var facets: [Facet] = []
        for (place, element) in (try array(name, countMax: Self.facetsMax) ?? []).enumerated() {
            let facet = try facet(element, "\(name)[\(place)]")
            // An answer has them as names of its own.
            if !facets.contains(where: { $0.field == facet.field }) { facets.append(facet) }
        }
        return facets
    }

    private func facet(_ value: Value, _ name: String) throws(InvalidField) -> Facet {
        guard case .object(let fields) = value else {
            var one = FieldReader([name: value])
            guard let field = try one.id(name) else {
                throw wrongType(value, name, "a field or {\"field\", \"bounds\"}")
            }
            return Facet(field)
        }
        var reader = FieldReader(fields, path: name + ".")
        guard let field = try reader.id("field") else {
            throw reader.missing("field", "is missing")
        }
        var facet = Facet(field)
        if let count = try reader.integer("buckets", in: 1...Self.bucketsMax) {
            facet.grouping = .buckets(count)
        } else if let bounds = reader.take("bounds") {
            facet.grouping = .bounds(try Self.bounds(bounds, name + ".bounds"))
        }
        try reader.finish()
        return facet
    }

    private static func bounds(_ value: Value, _ name: String) throws(InvalidField) -> [Double] {
        let bounds: [Double] =
            if case .array(let elements) = value { elements.compactMap(\.number) } else { [] }
        let isAscending = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
        guard case .array(let elements) = value, elements.count == bounds.count, isAscending,
            (1..<bucketsMax).contains(bounds.count), bounds.allSatisfy({ abs($0) <= 1e15 })
        else {
            throw InvalidField(
                .malformed, name, "is no list of at most \(bucketsMax - 1) numbers that ascend")
        }
        return bounds
    }
}
