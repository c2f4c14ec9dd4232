package import Primitives

/// Takes known fields out of named values, checking each; what is left over is unknown and kept.
package struct FieldReader {
    /// The fields not taken yet.
    package private(set) var rest: Fields
    private let path: String

    package init(_ fields: Fields, path: String = "") {
        rest = fields
        self.path = path
    }

    /// Longest name of a field that no version knows, in bytes: what is kept must be readable where
    /// it is given back.
    private static let nameBytesMax = 1024

    /// The fields not taken, to be kept as they came.
    package func unknown() throws(InvalidField) -> Fields {
        for name in rest.entries.lazy.map(\.name) where name.utf8.count > Self.nameBytesMax {
            throw InvalidField(
                .tooLong, path(of: String(name.unicodeScalars.prefix(40)) + "…"),
                "has a name of \(name.utf8.count) bytes, at most \(Self.nameBytesMax)")
        }
        return rest
    }

    /// The full path of a field, for errors.
    package func path(of name: String) -> String { path + name }

    /// The raw value; a null counts as absent.
    package mutating func take(_ name: String) -> Value? {
        guard let index = rest.entries.firstIndex(where: { $0.name == name }) else { return nil }
        let value = rest.entries.remove(at: index).value
        return value == .null ? nil : value
    }

    /// An id of 1 to 128 bytes, as `checkedID` wants it. Whole numbers are taken as their digits.
    package mutating func id(_ name: String) throws(InvalidField) -> String? {
        guard let value = take(name) else { return nil }
        if case .int(let number) = value { return String(number) }
        guard case .string(let text) = value else { throw wrongType(value, name, "a string") }
        return try checkedID(text, path(of: name))
    }

    package mutating func text(
        _ name: String, bytesMax: Int
    ) throws(InvalidField) -> String? {
        guard let value = take(name) else { return nil }
        return try text(value, name, bytesMax: bytesMax)
    }

    package mutating func number(
        _ name: String, in range: ClosedRange<Double>
    ) throws(InvalidField) -> Double? {
        guard let value = take(name) else { return nil }
        guard let number = value.number else { throw wrongType(value, name, "a number") }
        guard range.contains(number) else { throw outOfRange(name, "\(number)", range) }
        return number
    }

    package mutating func integer(
        _ name: String, in range: ClosedRange<Int>
    ) throws(InvalidField) -> Int? {
        guard let value = take(name) else { return nil }
        guard let number = value.number, number == number.rounded() else {
            throw wrongType(value, name, "a whole number")
        }
        guard let whole = Int(exactly: number), range.contains(whole) else {
            throw outOfRange(name, "\(number)", range)
        }
        return whole
    }

    package mutating func flag(_ name: String) throws(InvalidField) -> Bool? {
        guard let value = take(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrongType(value, name, "true or false") }
        return flag
    }

    package mutating func object(_ name: String) throws(InvalidField) -> FieldReader? {
        guard let value = take(name) else { return nil }
        guard case .object(let fields) = value else { throw wrongType(value, name, "an object") }
        return FieldReader(fields, path: path(of: name) + ".")
    }

    package mutating func array(_ name: String, countMax: Int) throws(InvalidField) -> [Value]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else { throw wrongType(value, name, "an array") }
        guard elements.count <= countMax else {
            throw InvalidField(
                .tooLong, path(of: name), "has \(elements.count) elements, at most \(countMax)")
        }
        return elements
    }

    /// A list of ids; a single one may stand for a list of one.
    package mutating func ids(_ name: String, countMax: Int) throws(InvalidField) -> [String]? {
        guard let value = take(name) else { return nil }
        var elements = [value]
        if case .array(let list) = value { elements = list }
        guard elements.count <= countMax else {
            throw InvalidField(
                .tooLong, path(of: name), "has \(elements.count) ids, at most \(countMax)")
        }
        var ids: [String] = []
        for element in elements {
            var one = FieldReader([name: element], path: path)
            if let id = try one.id(name) { ids.append(id) }
        }
        return ids
    }

    /// A moment: RFC 3339 text, or seconds or milliseconds since 1970 (from 10¹¹ on, milliseconds).
    package mutating func time(_ name: String) throws(InvalidField) -> Timestamp? {
        guard let value = take(name) else { return nil }
        let time: Timestamp
        switch value {
        case .string(let text):
            guard let read = Timestamp(text) else {
                throw InvalidField(
                    .malformed, path(of: name),
                    "is no RFC 3339 time such as 2026-11-20T10:00:00Z: \(clipped(text))")
            }
            time = read
        case .int, .double:
            let number = value.number ?? 0
            guard abs(number) < 1e15 else { throw outOfRange(name, "\(number)", -1e15...1e15) }
            time = Timestamp(seconds: abs(number) < 1e11 ? number : number / 1000)
        default: throw wrongType(value, name, "a time")
        }
        guard Self.times.contains(time) else {
            throw InvalidField(.outOfRange, path(of: name), "\(time) is not between 1990 and 2100")
        }
        return time
    }

    /// Before this span a clock is wrong, after it as well.
    private static let times =
        Timestamp(
            microseconds: 631_152_000_000_000)...Timestamp(
            microseconds: 4_102_444_800_000_000)

    // MARK: Errors

    package func missing(_ name: String, _ why: String) -> InvalidField {
        InvalidField(.missing, path(of: name), why)
    }

    package func wrongType(_ value: Value, _ name: String, _ wanted: String) -> InvalidField {
        InvalidField(.wrongType, path(of: name), "is \(article(value.kind)), not \(wanted)")
    }

    private func outOfRange(_ name: String, _ number: String, _ range: Any) -> InvalidField {
        InvalidField(.outOfRange, path(of: name), "\(number) is not within \(range)")
    }

    private func text(
        _ value: Value, _ name: String, bytesMax: Int
    ) throws(InvalidField) -> String {
        guard case .string(let text) = value else { throw wrongType(value, name, "a string") }
        return try checkedText(text, path(of: name), bytesMax: bytesMax)
    }
}

private func article(_ word: String) -> String {
    word == "null" ? word : (word == "array" || word == "object" ? "an " : "a ") + word
}
