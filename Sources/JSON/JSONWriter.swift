package import Primitives

/// Writes JSON straight to bytes: an answer is built in one buffer, with no tree in between.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(reserving count: Int = 256) {
        bytes.reserveCapacity(count)
    }

    // MARK: Structure

    package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    package mutating func object(
        _ name: String, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        key(name)
        try object(body)
    }

    package mutating func array(
        _ name: String, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        key(name)
        try array(body)
    }

    package mutating func key(_ name: String) {
        separate()
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: Members

    package mutating func field(_ name: String, _ text: String) {
        key(name)
        write(text)
    }

    package mutating func field(_ name: String, _ number: some BinaryInteger) {
        key(name)
        write(number)
    }

    package mutating func field(_ name: String, _ number: Double) {
        key(name)
        write(number)
    }

    package mutating func field(_ name: String, _ flag: Bool) {
        key(name)
        write(.bool(flag))
    }

    package mutating func field(_ name: String, _ value: Value) {
        key(name)
        write(value)
    }

    // MARK: Elements

    package mutating func write(_ text: String) {
        separate()
        string(text)
    }

    package mutating func write(_ number: some BinaryInteger) {
        raw(String(number))
    }

    /// Not-a-number and infinities have no JSON form and become null.
    package mutating func write(_ number: Double) {
        raw(number.isFinite ? number.description : "null")
    }

    package mutating func write(_ value: Value) {
        switch value {
        case .null: raw("null")
        case .bool(let flag): raw(flag ? "true" : "false")
        case .int(let number): write(number)
        case .double(let number): write(number)
        case .string(let text): write(text)
        case .array(let elements):
            array { writer in
                for element in elements { writer.write(element) }
            }
        case .object(let fields):
            object { writer in
                for field in fields.entries { writer.field(field.name, field.value) }
            }
        }
    }

    /// Ends a line of newline-delimited JSON.
    package mutating func endLine() {
        bytes.append(10)
        needsComma = false
    }

    // MARK: Bytes

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: Self.needsEscape) {
            for byte in text.utf8 { escape(byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        guard Self.needsEscape(byte) else {
            bytes.append(byte)
            return
        }
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 10: bytes.append(UInt8(ascii: "n"))
        case 9: bytes.append(UInt8(ascii: "t"))
        case 13: bytes.append(UInt8(ascii: "r"))
        case 0..<32:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: "u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }
}

extension Value {
    /// The value as JSON text in UTF-8.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }
}
