/// A dynamic value, as it comes from a file or a request before it has a meaning.
package enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([Value])
    case object(Fields)
}

extension Value {
    /// The word that errors use for this kind of value.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .int, .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, whole or not.
    package var number: Double? {
        switch self {
        case .int(let whole): Double(whole)
        case .double(let real): real
        default: nil
        }
    }

    package var object: Fields? {
        if case .object(let fields) = self { fields } else { nil }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: Value...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(Fields(elements.map { Field(name: $0.0, value: $0.1) }))
    }
}

/// One named value.
package struct Field: Hashable, Sendable {
    package var name: String
    package var value: Value

    package init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}

/// Named values in the order they were written. Objects here are small, so look-up is a scan.
package struct Fields: Hashable, Sendable {
    package var entries: [Field]

    package init(_ entries: [Field] = []) {
        self.entries = entries
    }

    package var isEmpty: Bool { entries.isEmpty }

    package subscript(name: String) -> Value? {
        get { entries.first { $0.name == name }?.value }
        set {
            let index = entries.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Field(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension Fields: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, Value)...) {
        entries = elements.map { Field(name: $0.0, value: $0.1) }
    }
}
