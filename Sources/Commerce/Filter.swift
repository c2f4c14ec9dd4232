package import Primitives

/// Conditions that an item must all meet.
package struct Filter: Hashable, Sendable {
    package enum Condition: Hashable, Sendable {
        /// One of these texts, without regard to case.
        case anyOf([String])
        /// Bounds on a number; a price counts in major units.
        case range(atLeast: Double?, atMost: Double?)
        case flag(Bool)
    }

    /// By field: `brand`, `category`, `seller`, `price`, `stock`, `in_stock`, `id`, `parent`, or
    /// the name of an attribute.
    package var conditions: [String: Condition]
    /// Another condition, in words.
    package var expression: Expression?
    /// What meets any of these does not pass.
    package var without: [Filter] = []

    package init(_ conditions: [String: Condition] = [:]) {
        self.conditions = conditions
    }

    package var isEmpty: Bool {
        conditions.isEmpty && without.isEmpty && expression == nil
    }

    /// Longest text of a condition. Comparing texts of many accents in a row takes the square of
    /// their length.
    private static let textBytesMax = 2000

    /// The field of an expression; an attribute of that name is `attributes.where`.
    static let expressionName = "where"

    /// `{"brand": "Acme", "color": ["red", "blue"], "price": {"gte": 5, "lte": 20}}`, with
    /// `"where"` for an expression.
    package init(_ fields: Fields, path: String = "filter.") throws(InvalidField) {
        guard fields.entries.count <= 50 else {
            let name = String(path.hasSuffix(".") ? path.dropLast() : path[...])
            throw InvalidField(.tooLong, name, "has more than 50 conditions")
        }
        conditions = [:]
        for field in fields.entries {
            if field.name == Self.expressionName {
                guard case .string(let source) = field.value else {
                    throw InvalidField(.wrongType, path + field.name, "is no text")
                }
                expression = try Expression(source, path: path + field.name)
                continue
            }
            conditions[field.name] = try Self.condition(field.value, path + field.name)
        }
    }

    private static func condition(
        _ value: Value, _ path: String
    ) throws(InvalidField) -> Condition {
        switch value {
        case .string(let text):
            return .anyOf([folded(try checkedText(text, path, bytesMax: textBytesMax))])
        case .int, .double: return .range(atLeast: value.number, atMost: value.number)
        case .bool(let flag): return .flag(flag)
        case .array(let elements):
            let texts = elements.compactMap(\.string)
            guard texts.count == elements.count, texts.count <= 1000 else { break }
            var wanted: [String] = []
            for text in texts {
                wanted.append(folded(try checkedText(text, path, bytesMax: textBytesMax)))
            }
            return .anyOf(wanted)
        case .object(let fields):
            var reader = FieldReader(fields, path: path + ".")
            let atLeast = try reader.number("gte", in: -1e15...1e15)
            let atMost = try reader.number("lte", in: -1e15...1e15)
            guard reader.rest.isEmpty, atLeast != nil || atMost != nil else { break }
            return .range(atLeast: atLeast, atMost: atMost)
        case .null: break
        }
        throw InvalidField(
            .malformed, path,
            "is none of a text, a list of at most 1000 texts, true, false, {\"gte\", \"lte\"}")
    }
}

extension Filter {
    package func matches(_ item: Item) -> Bool {
        conditions.allSatisfy { Self.meets($0.value, item, field: $0.key) }
            && !without.contains { $0.matches(item) } && expression?.matches(item) ?? true
    }

    static func meets(_ condition: Condition, _ item: Item, field: String) -> Bool {
        switch field {
        case "brand": has(condition, item.brand)
        case "seller": has(condition, item.seller)
        case "id": has(condition, item.id)
        case "parent": has(condition, item.parent)
        case "availability": has(condition, item.availability?.rawValue)
        case "category": item.categories.contains { inCategory(condition, $0) }
        case "price": within(condition, item.price?.major)
        case "stock": within(condition, item.stock.map(Double.init))
        case "in_stock": condition == .flag(item.isAvailable)
        default: has(condition, attribute(item, field))
        }
    }

    private static func attribute(_ item: Item, _ field: String) -> Attribute? {
        item.attributes[field]
            ?? (field.hasPrefix("attributes.") ? item.attributes[String(field.dropFirst(11))] : nil)
    }

    private static func has(_ condition: Condition, _ text: String?) -> Bool {
        guard case .anyOf(let texts) = condition, let text else { return false }
        return texts.contains(folded(text))
    }

    private static func has(_ condition: Condition, _ attribute: Attribute?) -> Bool {
        switch attribute {
        case .text(let text): text.all.contains { has(condition, $0) }
        case .list(let list): list.contains { has(condition, $0) }
        case .number(let number): within(condition, number)
        case .flag(let flag): condition == .flag(flag)
        case nil: false
        }
    }

    private static func within(_ condition: Condition, _ number: Double?) -> Bool {
        guard case .range(let atLeast, let atMost) = condition, let number else { return false }
        return number >= atLeast ?? -.infinity && number <= atMost ?? .infinity
    }

    /// A condition on a category names one level, or a path from the root: `Home > Lighting`.
    private static func inCategory(_ condition: Condition, _ path: [String]) -> Bool {
        guard case .anyOf(let texts) = condition else { return false }
        let levels = path.map(folded)
        return texts.contains { text in
            let wanted = text.split(separator: ">").map { trimmed(String($0)) }
            return wanted.count == 1
                ? levels.contains(wanted[0]) : !wanted.isEmpty && levels.starts(with: wanted)
        }
    }
}

func folded(_ text: String) -> String { text.lowercased() }
