package import Primitives

/// Why a text is not JSON, and where.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unexpectedEnd = "unexpected_end"
        case unexpectedCharacter = "unexpected_character"
        case invalidUTF8 = "invalid_utf8"
        case invalidEscape = "invalid_escape"
        case invalidNumber = "invalid_number"
        case tooDeep = "too_deep"
        case duplicateName = "duplicate_name"
        case nameTooLong = "name_too_long"
        case tooManyValues = "too_many_values"
        case trailingContent = "trailing_content"
    }

    package var code: Code
    /// Bytes from the start of the text.
    package var offset: Int

    package var description: String {
        "not valid JSON: \(code.rawValue.replacing("_", with: " ")) at byte \(offset)"
    }
}

extension String {
    fileprivate func replacing(_ character: Character, with other: Character) -> String {
        String(map { $0 == character ? other : $0 })
    }
}

/// A strict RFC 8259 reader into `Value`: UTF-8 only, no duplicate names, bounded depth.
///
/// Written here because every event body passes through it: reading into `Codable` types costs
/// twenty times as much and loses unknown fields.
package struct JSONParser {
    /// Deepest nesting taken.
    package static let depthMax = 32
    /// Longest name of a field in bytes. Names are compared and hashed, which takes the square of
    /// the number of accents in a row.
    package static let nameBytesMax = 1024
    /// Most values of one text, so that a small text cannot ask for a hundred times its size.
    package static let valuesMax = 1 << 21

    private let bytes: [UInt8]
    private var index: Int
    private let end: Int
    private var valuesLeft = valuesMax

    /// The value that `bytes[range]` holds, with nothing but blanks around it.
    package static func parse(
        _ bytes: [UInt8], in range: Range<Int>? = nil
    ) throws(JSONError) -> Value {
        let range = range ?? 0..<bytes.count
        var parser = JSONParser(bytes: bytes, index: range.lowerBound, end: range.upperBound)
        let value = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.index == parser.end else { throw parser.error(.trailingContent) }
        return value
    }

    package static func parse(_ text: String) throws(JSONError) -> Value {
        try parse(Array(text.utf8))
    }

    private init(bytes: [UInt8], index: Int, end: Int) {
        self.bytes = bytes
        self.index = index
        self.end = end
    }

    private func error(_ code: JSONError.Code) -> JSONError {
        JSONError(code: index >= end ? .unexpectedEnd : code, offset: index)
    }

    private mutating func skipBlanks() {
        while index < end, bytes[index] == 32 || (9...13).contains(bytes[index]),
            bytes[index] != 11, bytes[index] != 12
        {
            index += 1
        }
    }

    private mutating func take(_ character: Character) -> Bool {
        guard index < end, bytes[index] == character.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> Value {
        skipBlanks()
        guard index < end else { throw error(.unexpectedEnd) }
        guard valuesLeft > 0 else { throw error(.tooManyValues) }
        valuesLeft -= 1
        switch bytes[index] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), 48...57: return try number()
        default: throw error(.unexpectedCharacter)
        }
    }

    private mutating func word(_ text: StaticString, _ value: Value) throws(JSONError) -> Value {
        for byte in text.description.utf8 {
            guard index < end, bytes[index] == byte else { throw error(.unexpectedCharacter) }
            index += 1
        }
        return value
    }

    private mutating func array(depth: Int) throws(JSONError) -> [Value] {
        guard depth < Self.depthMax else { throw error(.tooDeep) }
        index += 1
        var elements: [Value] = []
        skipBlanks()
        if take("]") { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take("]") { return elements }
            guard take(",") else { throw error(.unexpectedCharacter) }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> Fields {
        guard depth < Self.depthMax else { throw error(.tooDeep) }
        index += 1
        var fields = Fields()
        var names: Set<String> = []
        skipBlanks()
        if take("}") { return fields }
        while true {
            skipBlanks()
            guard index < end, bytes[index] == UInt8(ascii: "\"") else {
                throw error(.unexpectedCharacter)
            }
            let nameStart = index
            let name = try string()
            guard name.utf8.count <= Self.nameBytesMax else {
                throw JSONError(code: .nameTooLong, offset: nameStart)
            }
            guard isNew(name, among: fields, &names) else { throw error(.duplicateName) }
            skipBlanks()
            guard take(":") else { throw error(.unexpectedCharacter) }
            fields.entries.append(Field(name: name, value: try value(depth: depth + 1)))
            skipBlanks()
            if take("}") { return fields }
            guard take(",") else { throw error(.unexpectedCharacter) }
        }
    }

    /// A scan for small objects, a set for large ones, so that a hostile object costs no square.
    private func isNew(_ name: String, among fields: Fields, _ names: inout Set<String>) -> Bool {
        guard fields.entries.count >= 16 else { return fields[name] == nil }
        if names.isEmpty { names.formUnion(fields.entries.map(\.name)) }
        return names.insert(name).inserted
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = String(validating: bytes[start..<index], as: UTF8.self)
                guard let text else { throw JSONError(code: .invalidUTF8, offset: start) }
                index += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<32: throw error(.unexpectedCharacter)
            default: index += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    /// The slow path: a string with escapes, whose plain start reaches to `index`.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<index])
        while index < end {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw JSONError(code: .invalidUTF8, offset: start)
                }
                return string
            case UInt8(ascii: "\\"): try appendEscape(to: &text)
            case 0..<32: throw error(.unexpectedCharacter)
            default: text.append(byte)
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(JSONError) {
        guard index < end else { throw error(.unexpectedEnd) }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try scalar()).utf8))
        default:
            index -= 1
            throw error(.invalidEscape)
        }
    }

    /// The scalar of a `\u` escape, or of two that form a surrogate pair.
    private mutating func scalar() throws(JSONError) -> Character {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard (0xD800..<0xDC00).contains(first), take("\\"), take("u") else {
            throw error(.invalidEscape)
        }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(
                0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00))
        else { throw error(.invalidEscape) }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt16 {
        var number: UInt16 = 0
        for _ in 0..<4 {
            guard index < end, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue
            else { throw error(.invalidEscape) }
            number = number << 4 | UInt16(digit)
            index += 1
        }
        return number
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> Value {
        let start = index
        let negative = take("-")
        guard let whole = digits(), !(whole.count > 1 && bytes[whole.lowerBound] == 48) else {
            throw error(.invalidNumber)
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard digits() != nil else { throw error(.invalidNumber) }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard digits() != nil else { throw error(.invalidNumber) }
        }
        if isWhole, let number = integer(whole, negative: negative) { return .int(number) }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw JSONError(code: .invalidNumber, offset: start)
        }
        return .double(number)
    }

    private mutating func digits() -> Range<Int>? {
        let start = index
        while index < end, (48...57).contains(bytes[index]) { index += 1 }
        return index > start ? start..<index : nil
    }

    private func integer(_ digits: Range<Int>, negative: Bool) -> Int64? {
        guard digits.count <= 19 else { return nil }
        // Nineteen digits always fit without a sign.
        var magnitude: UInt64 = 0
        for byte in bytes[digits] { magnitude = magnitude * 10 + UInt64(byte - 48) }
        guard negative else { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
}
