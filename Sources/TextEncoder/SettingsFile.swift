internal import JSON
internal import Primitives

/// A JSON object of settings, read with errors that name file and field.
struct SettingsFile {
    let path: String
    private let fields: Fields

    init(path: String) throws(TextEncoderError) {
        try self.init(path: path, value: Self.value(of: path))
    }

    private static func value(of path: String) throws(TextEncoderError) -> Value {
        let bytes = try SmallFile.bytes(of: path)
        do throws(JSONError) {
            return try JSONParser.parse(bytes)
        } catch {
            throw TextEncoderError(.malformed, file: path, "\(error)")
        }
    }

    private init(path: String, value: Value) throws(TextEncoderError) {
        guard let fields = value.object else {
            throw TextEncoderError(
                .malformed, file: path, "holds a \(value.kind); an object is wanted")
        }
        (self.path, self.fields) = (path, fields)
    }

    /// Nil where there is no such file.
    static func ifThere(_ path: String) throws(TextEncoderError) -> SettingsFile? {
        SmallFile.exists(path) ? try SettingsFile(path: path) : nil
    }

    /// The objects of a file that holds an array of them.
    static func list(path: String) throws(TextEncoderError) -> [SettingsFile] {
        let value = try value(of: path)
        guard case .array(let elements) = value else {
            throw TextEncoderError(
                .malformed, file: path, "holds a \(value.kind); an array is wanted")
        }
        var list: [SettingsFile] = []
        for element in elements { list.append(try SettingsFile(path: path, value: element)) }
        return list
    }

    subscript(name: String) -> Value? { fields[name].flatMap { $0 == .null ? nil : $0 } }

    func object(_ name: String) throws(TextEncoderError) -> SettingsFile? {
        guard let value = self[name] else { return nil }
        return try SettingsFile(path: path, value: value)
    }

    func flag(_ name: String) throws(TextEncoderError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard case .bool(let flag) = value else { throw wrong(name, "a boolean is wanted") }
        return flag
    }

    func text(_ name: String) throws(TextEncoderError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else { throw wrong(name, "a string is wanted") }
        return text
    }

    func number(_ name: String) throws(TextEncoderError) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = value.number else { throw wrong(name, "a number is wanted") }
        return number
    }

    /// A whole number within a range, which must be there.
    func count(_ name: String, in range: ClosedRange<Int>) throws(TextEncoderError) -> Int {
        guard let value = self[name], case .int(let number) = value,
            let count = Int(exactly: number), range.contains(count)
        else {
            throw wrong(
                name, "a whole number from \(range.lowerBound) to \(range.upperBound) is wanted")
        }
        return count
    }

    func wrong(_ name: String, _ wanted: String) -> TextEncoderError {
        let found = fields[name].map { "is \(Self.shown($0))" } ?? "is missing"
        return TextEncoderError(.malformed, file: path, field: name, "\(found); \(wanted)")
    }

    private static func shown(_ value: Value) -> String {
        switch value {
        case .string(let text): "\"\(text.prefix(40))\""
        case .int(let number): "\(number)"
        case .double(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        default: "a \(value.kind)"
        }
    }

    /// The members of an object of whole numbers, such as a vocabulary.
    func numbers() throws(TextEncoderError) -> [(name: String, number: Int)] {
        var numbers: [(name: String, number: Int)] = []
        for field in fields.entries {
            guard case .int(let number) = field.value, let whole = Int(exactly: number) else {
                throw wrong(field.name, "a whole number is wanted")
            }
            numbers.append((field.name, whole))
        }
        return numbers
    }
}
