import Primitives

/// Holds values against the part of JSON Schema 2020-12 that the description uses; any other word
/// is an error, so that nothing passes for checked that is not.
struct JSONSchema {
    /// What `$ref` points into.
    let root: Value

    private static let annotations: Set<String> = [
        "description", "default", "example", "examples", "format",
    ]

    /// What is wrong with a value; empty where nothing is.
    func problems(_ value: Value, _ schema: Value, at path: String = "$") -> [String] {
        guard let words = schema.object else { return ["\(path): the schema is no object"] }
        return words.entries.flatMap { word -> [String] in
            Self.annotations.contains(word.name)
                ? [] : problems(value, word.name, word.value, words, path)
        }
    }

    private func problems(
        _ value: Value, _ word: String, _ operand: Value, _ schema: Fields, _ path: String
    ) -> [String] {
        switch word {
        case "$ref": return problems(value, resolve(operand), at: path)
        case "type":
            return Self.isOf(type: operand.string ?? "", value)
                ? [] : ["\(path): is \(value), no \(operand.string ?? "")"]
        case "enum":
            guard case .array(let choices) = operand else { return ["\(path): bad enum"] }
            return choices.contains(value) ? [] : ["\(path): \(value) is none of the enum"]
        case "oneOf", "anyOf", "allOf": return choices(value, word, operand, path)
        case "required", "properties", "additionalProperties", "maxProperties", "minProperties":
            return value.object.map { objectProblems($0, word, operand, schema, path) } ?? []
        case "items", "maxItems", "minItems":
            guard case .array(let elements) = value else { return [] }
            if word == "items" {
                return elements.enumerated().flatMap {
                    problems($0.element, operand, at: "\(path)[\($0.offset)]")
                }
            }
            return bound(elements.count, word, operand, path)
        case "minLength", "maxLength":
            return value.string.map { bound($0.unicodeScalars.count, word, operand, path) } ?? []
        case "minimum", "maximum":
            guard let number = value.number, let limit = operand.number else { return [] }
            let holds = word == "minimum" ? number >= limit : number <= limit
            return holds ? [] : ["\(path): \(number) breaks the \(word) \(limit)"]
        default: return ["\(path): the validator does not know \(word)"]
        }
    }

    private func objectProblems(
        _ object: Fields, _ word: String, _ operand: Value, _ schema: Fields, _ path: String
    ) -> [String] {
        switch word {
        case "required":
            guard case .array(let names) = operand else { return ["\(path): bad required"] }
            return names.compactMap(\.string).filter { object[$0] == nil }.map {
                "\(path): has no \($0)"
            }
        case "properties":
            return object.entries.flatMap { entry -> [String] in
                guard let inner = operand.object?[entry.name] else { return [] }
                return problems(entry.value, inner, at: "\(path).\(entry.name)")
            }
        case "additionalProperties":
            let known = schema["properties"]?.object ?? Fields()
            let others = object.entries.filter { known[$0.name] == nil }
            if case .bool(let allowed) = operand {
                return allowed ? [] : others.map { "\(path): has an undescribed \($0.name)" }
            }
            return others.flatMap { problems($0.value, operand, at: "\(path).\($0.name)") }
        default: return bound(object.entries.count, word, operand, path)
        }
    }

    private func choices(
        _ value: Value, _ word: String, _ operand: Value, _ path: String
    ) -> [String] {
        guard case .array(let schemas) = operand else { return ["\(path): bad \(word)"] }
        let found = schemas.map { problems(value, $0, at: path) }
        let fitting = found.count { $0.isEmpty }
        switch word {
        case "allOf": return found.flatMap { $0 }
        case "anyOf" where fitting > 0: return []
        case "oneOf" where fitting == 1: return []
        default: return ["\(path): \(value) fits \(fitting) of \(word): \(found)"]
        }
    }

    private func bound(
        _ count: Int, _ word: String, _ operand: Value, _ path: String
    ) -> [String] {
        guard let limit = operand.number.map({ Int($0) }) else { return ["\(path): bad \(word)"] }
        let holds = word.hasPrefix("max") ? count <= limit : count >= limit
        return holds ? [] : ["\(path): \(count) breaks the \(word) \(limit)"]
    }

    /// What a pointer such as `#/components/schemas/Id` points to.
    func resolve(_ reference: Value) -> Value {
        (reference.string ?? "").split(separator: "/").dropFirst().reduce(root) { value, name in
            value.object?[String(name)] ?? .null
        }
    }

    private static func isOf(type: String, _ value: Value) -> Bool {
        switch (type, value) {
        case ("integer", .int), ("number", .int), ("number", .double), ("string", .string),
            ("boolean", .bool), ("array", .array), ("object", .object), ("null", .null):
            true
        default: false
        }
    }
}
