/// Appends numbers and strings to bytes: LEB128 for integers, little-endian bits for doubles.
package struct BinaryWriter {
    package private(set) var bytes: [UInt8] = []

    package init(reserving count: Int = 0) {
        bytes.reserveCapacity(count)
    }

    /// Goes on after what is written already.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package mutating func write(byte: UInt8) { bytes.append(byte) }

    package mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A signed number, small magnitudes in few bytes (zigzag).
    package mutating func write(signed number: Int64) {
        write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    package mutating func write(_ number: Double) {
        write(fixed: number.bitPattern)
    }

    package mutating func write(fixed number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    package mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func write(raw: [UInt8]) { bytes.append(contentsOf: raw) }
}

/// Why stored bytes could not be read.
package enum BinaryError: Error, Equatable {
    case truncated
    case malformed
    /// Written by a newer version of Martlet.
    case newer(version: UInt8)
}

/// Reads what `BinaryWriter` wrote. Never reads past the end; every length is checked first.
package struct BinaryReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    package var atEnd: Bool { index == bytes.endIndex }
    package var remaining: Int { bytes.endIndex - index }

    package mutating func byte() throws(BinaryError) -> UInt8 {
        guard index < bytes.endIndex else { throw .truncated }
        defer { index += 1 }
        return bytes[index]
    }

    package mutating func number() throws(BinaryError) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            guard shift < 63 || byte <= 1 else { throw .malformed }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
    }

    package mutating func signed() throws(BinaryError) -> Int64 {
        let raw = try number()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    package mutating func fixed() throws(BinaryError) -> UInt64 {
        guard remaining >= 8 else { throw .truncated }
        var result: UInt64 = 0
        for shift in 0..<8 { result |= UInt64(bytes[index + shift]) << UInt64(8 * shift) }
        index += 8
        return result
    }

    package mutating func double() throws(BinaryError) -> Double {
        Double(bitPattern: try fixed())
    }

    /// A count of things that take at least a byte each, so that a bad one cannot ask for memory.
    package mutating func count() throws(BinaryError) -> Int {
        let count = try number()
        guard count <= UInt64(remaining) else { throw .truncated }
        return Int(count)
    }

    package mutating func slice() throws(BinaryError) -> ArraySlice<UInt8> {
        let count = try count()
        defer { index += count }
        return bytes[index..<index + count]
    }

    package mutating func string() throws(BinaryError) -> String {
        guard let text = String(validating: try slice(), as: UTF8.self) else { throw .malformed }
        return text
    }
}
