/// The little of JSON that a safetensors header consists of, strictly: objects with names that do
/// not repeat, strings, and arrays of whole numbers.
///
/// Its own, because rooms beside this one know JSON and this one need not.
struct SafetensorsHeaderParser {
    struct Failure: Error {
        var offset: Int
        var message: String
    }

    private typealias Entry = SafetensorsHeader.Entry

    private let bytes: [UInt8]
    private var index = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func header() throws(Failure) -> (
        entries: [String: SafetensorsHeader.Entry], metadata: [String: String]
    ) {
        var entries: [String: Entry] = [:]
        var metadata: [String: String]?
        guard bytes.first == UInt8(ascii: "{") else { throw failure("expected {") }
        try object { (parser, name) throws(Failure) in
            if name == "__metadata__" {
                guard metadata == nil else { throw parser.failure("\(name) repeats") }
                metadata = try parser.strings()
            } else {
                let entry = try parser.entry()
                guard entries.updateValue(entry, forKey: name) == nil else {
                    throw parser.failure("the tensor \(name) repeats")
                }
            }
        }
        skipBlanks()
        guard index == bytes.count else { throw failure("expected the end of the header") }
        return (entries, metadata ?? [:])
    }

    private func failure(_ message: String) -> Failure {
        Failure(offset: index, message: index < bytes.count ? message : "the header ends")
    }

    private mutating func skipBlanks() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    /// Takes a punctuation mark, with blanks before it.
    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard index < bytes.count, bytes[index] == UInt8(ascii: mark) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ mark: Unicode.Scalar) throws(Failure) {
        guard take(mark) else { throw failure("expected \(mark)") }
    }

    /// Calls `member` for each name, with the parser at its value.
    private mutating func object(
        _ member: (inout Self, String) throws(Failure) -> Void
    ) throws(Failure) {
        try expect("{")
        if take("}") { return }
        repeat {
            skipBlanks()
            let name = try string()
            try expect(":")
            try member(&self, name)
        } while take(",")
        try expect("}")
    }

    private mutating func strings() throws(Failure) -> [String: String] {
        var result: [String: String] = [:]
        try object { (parser, name) throws(Failure) in
            parser.skipBlanks()
            let value = try parser.string()
            guard result.updateValue(value, forKey: name) == nil else {
                throw parser.failure("\(name) repeats")
            }
        }
        return result
    }

    private mutating func entry() throws(Failure) -> Entry {
        var type: SafetensorsHeader.ElementType?
        var shape: [Int]?
        var place: [Int]?
        try object { (parser, name) throws(Failure) in
            switch name {
            case "dtype" where type == nil:
                parser.skipBlanks()
                let text = try parser.string()
                type = SafetensorsHeader.ElementType(rawValue: text)
                guard type != nil else { throw parser.failure("\(text) is no known type") }
            case "shape" where shape == nil: shape = try parser.numbers()
            case "data_offsets" where place == nil: place = try parser.numbers()
            default: throw parser.failure("\(name) has no meaning here, or repeats")
            }
        }
        guard let type, let shape, let place, place.count == 2, place[0] <= place[1] else {
            throw failure("expected dtype, shape and two rising data_offsets before this")
        }
        return Entry(type: type, shape: shape, bytes: place[0]..<place[1])
    }

    private mutating func numbers() throws(Failure) -> [Int] {
        try expect("[")
        var result: [Int] = []
        if take("]") { return result }
        repeat {
            result.append(try number())
        } while take(",")
        try expect("]")
        return result
    }

    private mutating func number() throws(Failure) -> Int {
        skipBlanks()
        let start = index
        var value = 0
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(Int(bytes[index] - 0x30))
            guard !tooLarge && !overflows else { throw failure("the number is too large") }
            value = sum
            index += 1
        }
        guard index > start else { throw failure("expected a whole number") }
        guard index == start + 1 || bytes[start] != 0x30 else {
            throw failure("a number may not begin with 0")
        }
        return value
    }

    private mutating func string() throws(Failure) -> String {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
            throw failure("expected a string")
        }
        index += 1
        let start = index
        var units: [UInt8] = []
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            guard bytes[index] >= 0x20 else { throw failure("a control character in a string") }
            if bytes[index] == UInt8(ascii: "\\") {
                units.append(contentsOf: try escape())
            } else {
                units.append(bytes[index])
                index += 1
            }
        }
        guard index < bytes.count else { throw failure("expected the end of a string") }
        index += 1
        guard let text = String(validating: units, as: UTF8.self) else {
            throw Failure(offset: start, message: "the string is not UTF-8")
        }
        return text
    }

    private mutating func escape() throws(Failure) -> [UInt8] {
        index += 1
        guard index < bytes.count else { throw failure("expected an escape") }
        let mark = bytes[index]
        index += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [mark]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try scalar()
        default: throw failure("an unknown escape")
        }
    }

    /// A scalar of one \u or, past the first plane, of two.
    private mutating func scalar() throws(Failure) -> [UInt8] {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
                bytes[index + 1] == UInt8(ascii: "u")
            else { throw failure("half a surrogate pair") }
            index += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw failure("half a surrogate pair") }
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard index + 4 <= bytes.count else { throw failure("expected four digits") }
        var value: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }
}
