import Primitives
import TestSupport
import Testing

@Suite("Binary")
struct BinaryTests {
    @Test(
        "numbers take the bytes that LEB128 says",
        arguments: [
            (0, [0]), (127, [0x7F]), (128, [0x80, 1]), (300, [0xAC, 2]),
            (.max, [UInt8](repeating: 0xFF, count: 9) + [1]),
        ] as [(UInt64, [UInt8])])
    func number(number: UInt64, bytes: [UInt8]) throws {
        var writer = BinaryWriter()
        writer.write(number)
        #expect(writer.bytes == bytes)
        var reader = BinaryReader(bytes)
        #expect(try reader.number() == number)
        #expect(reader.atEnd)
    }

    @Test(
        "signed numbers are zigzag",
        arguments: [(0, 0), (-1, 1), (1, 2), (-2, 3), (.max, .max - 1), (.min, .max)]
            as [(Int64, UInt64)])
    func signed(number: Int64, raw: UInt64) throws {
        var writer = BinaryWriter()
        writer.write(signed: number)
        var reader = BinaryReader(writer.bytes)
        #expect(try reader.number() == raw)
        reader = BinaryReader(writer.bytes)
        #expect(try reader.signed() == number)
    }

    @Test("a mixed sequence comes back", arguments: 1...10)
    func sequence(seed: UInt64) throws {
        var writing = SeededRNG(seed: seed)
        var writer = BinaryWriter(reserving: 100)
        for _ in 0..<500 {
            writer.write(byte: UInt8(truncatingIfNeeded: writing.next()))
            writer.write(writing.next() >> UInt64(writing.index(below: 64)))
            writer.write(signed: writing.whole())
            writer.write(fixed: writing.next())
            writer.write(Double(bitPattern: writing.next()))
            writer.write(writing.text())
        }
        var reading = SeededRNG(seed: seed)
        var reader = BinaryReader([9, 9] + writer.bytes)
        _ = try (reader.byte(), reader.byte())
        for _ in 0..<500 {
            #expect(try reader.byte() == UInt8(truncatingIfNeeded: reading.next()))
            #expect(try reader.number() == reading.next() >> UInt64(reading.index(below: 64)))
            #expect(try reader.signed() == reading.whole())
            #expect(try reader.fixed() == reading.next())
            // The bits, so that a not-a-number counts too.
            #expect(try reader.double().bitPattern == reading.next())
            #expect(try Array(reader.string().utf8) == Array(reading.text().utf8))
        }
        #expect(reader.atEnd)
        #expect(reader.remaining == 0)
    }

    @Test("values come back, bit by bit", arguments: 1...20)
    func values(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<200 {
            let value = random.value()
            let fields = random.fields()
            var writer = BinaryWriter()
            writer.write(value)
            writer.write(fields)
            var reader = BinaryReader(writer.bytes)
            #expect(try reader.value() == value)
            #expect(try reader.fields() == fields)
            #expect(reader.atEnd)
        }
    }

    @Test(
        "malformed bytes have an error",
        arguments: [
            ([], .truncated), ([3], .truncated), ([3, 0x80], .truncated), ([4, 0, 0], .truncated),
            ([5, 2, 65], .truncated), ([5, 1, 0xFF], .malformed), ([5, 2, 0xC0, 0x80], .malformed),
            ([6, 2, 0], .truncated), ([6, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], .truncated),
            ([7, 1, 1, 65], .truncated), ([8], .malformed), ([255], .malformed),
            ([3] + [UInt8](repeating: 0xFF, count: 9) + [2], .malformed),
            ([3] + [UInt8](repeating: 0x80, count: 11), .malformed),
        ] as [([UInt8], BinaryError)])
    func malformed(bytes: [UInt8], error: BinaryError) {
        var reader = BinaryReader(bytes)
        #expect(throws: error) { _ = try reader.value() }
    }

    @Test("nesting is bounded", arguments: [(63, true), (64, false), (10_000, false)])
    func depth(arrays: Int, isTaken: Bool) {
        let bytes = [UInt8](repeating: 0, count: 1)
        let nested = (0..<arrays).reduce(into: [UInt8]()) { nested, _ in nested += [6, 1] } + bytes
        var reader = BinaryReader(nested)
        #expect(((try? reader.value()) != nil) == isTaken)
    }

    @Test("every truncation is an error, and garbage never traps", arguments: 1...20)
    func fuzz(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for _ in 0..<50 {
            var writer = BinaryWriter()
            writer.write(Value.object(random.fields()))
            let bytes = writer.bytes
            for count in 0..<bytes.count {
                var reader = BinaryReader(bytes[..<count])
                #expect(throws: BinaryError.self) { _ = try reader.value() }
            }
            for _ in 0..<100 {
                var garbage = bytes
                for _ in 0...random.index(below: 3) {
                    let byte = UInt8(truncatingIfNeeded: random.next())
                    garbage[random.index(below: garbage.count)] = byte
                }
                var reader = BinaryReader(garbage)
                _ = try? reader.value()
            }
        }
    }
}
