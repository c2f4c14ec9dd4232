package import Primitives

extension FieldReader {
    /// A filter: conditions by field, or an expression as a text.
    package mutating func filter(_ name: String) throws(InvalidField) -> Filter? {
        guard let value = take(name) else { return nil }
        switch value {
        case .object(let fields): return try Filter(fields, path: path(of: name) + ".")
        case .string(let source):
            var filter = Filter()
            filter.expression = try Expression(source, path: path(of: name))
            return filter
        default: throw wrongType(value, name, "an object or an expression")
        }
    }
}

extension Filter {
    /// The filter as it is read.
    package var fields: Fields {
        var fields = Fields(
            conditions.sorted { $0.key < $1.key }.map { field, condition in
                Field(name: field, value: Self.value(of: condition))
            })
        fields[Self.expressionName] = (expression?.source).map(Value.string)
        return fields
    }

    private static func value(of condition: Condition) -> Value {
        switch condition {
        case .anyOf(let texts): return .array(texts.map(Value.string))
        case .flag(let flag): return .bool(flag)
        case .range(let least, let most):
            var bounds = Fields()
            bounds["gte"] = least.map(Value.double)
            bounds["lte"] = most.map(Value.double)
            return .object(bounds)
        }
    }
}
