extension BinaryWriter {
    /// A dynamic value: a kind byte, then its content.
    package mutating func write(_ value: Value) {
        switch value {
        case .null: write(byte: 0)
        case .bool(false): write(byte: 1)
        case .bool(true): write(byte: 2)
        case .int(let number):
            write(byte: 3)
            write(signed: number)
        case .double(let number):
            write(byte: 4)
            write(number)
        case .string(let text):
            write(byte: 5)
            write(text)
        case .array(let elements):
            write(byte: 6)
            write(UInt64(elements.count))
            for element in elements { write(element) }
        case .object(let fields):
            write(byte: 7)
            write(fields)
        }
    }

    package mutating func write(_ fields: Fields) {
        write(UInt64(fields.entries.count))
        for field in fields.entries {
            write(field.name)
            write(field.value)
        }
    }
}

extension BinaryReader {
    /// Deepest nesting of a stored value; deeper ones are malformed.
    private static let depthMax = 64

    package mutating func value(depth: Int = 0) throws(BinaryError) -> Value {
        guard depth < Self.depthMax else { throw .malformed }
        switch try byte() {
        case 0: return .null
        case 1: return .bool(false)
        case 2: return .bool(true)
        case 3: return .int(try signed())
        case 4: return .double(try double())
        case 5: return .string(try string())
        case 6:
            var elements: [Value] = []
            for _ in 0..<(try count()) { elements.append(try value(depth: depth + 1)) }
            return .array(elements)
        case 7: return .object(try fields(depth: depth + 1))
        default: throw .malformed
        }
    }

    package mutating func fields(depth: Int = 0) throws(BinaryError) -> Fields {
        var fields = Fields()
        for _ in 0..<(try count()) {
            let name = try string()
            fields.entries.append(Field(name: name, value: try value(depth: depth)))
        }
        return fields
    }
}
