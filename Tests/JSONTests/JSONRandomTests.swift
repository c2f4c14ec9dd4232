import Foundation
import JSON
import Primitives
import TestSupport
import Testing

@Suite("JSON on random documents")
struct JSONRandomTests {
    @Test("a value comes back from its own text", arguments: 1...30)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<200 {
            let value = random.value()
            let text = String(decoding: value.json, as: UTF8.self)
            let read = try JSONParser.parse(value.json)
            #expect(read == value, "\(text)")
            // Equal strings may differ in their bytes; here they must not.
            #expect(read.json == value.json)
        }
    }

    @Test("blanks and escapes of other writers change nothing", arguments: 1...30)
    func spelling(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<100 {
            let value = random.value()
            let text = random.json(of: value)
            #expect(try JSONParser.parse(text) == value, "\(text)")
        }
    }

    @Test("agrees with Foundation", arguments: 1...30)
    func againstFoundation(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<100 {
            let value = random.value()
            let foreign = Data(random.json(of: value).utf8)
            for data in [foreign, Data(value.json)] {
                let read = try JSONSerialization.jsonObject(
                    with: data, options: .fragmentsAllowed)
                #expect(same(value, read), "\(String(decoding: data, as: UTF8.self))")
            }
        }
    }

    @Test("what Foundation writes is read", arguments: 1...10)
    func fromFoundation(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<100 {
            let value = random.value()
            let tree = try JSONSerialization.jsonObject(
                with: Data(value.json), options: .fragmentsAllowed)
            let data = try JSONSerialization.data(
                withJSONObject: [tree], options: [.fragmentsAllowed, .prettyPrinted])
            let read = try JSONParser.parse(Array(data))
            #expect(same(read, [tree]), "\(String(decoding: data, as: UTF8.self))")
        }
    }

    @Test("mutated bytes never trap; what is still taken is valid", arguments: 1...30)
    func mutations(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let likely = Array("{}[]\",:\\0123456789eE+-.tfnu \n".utf8)
        for _ in 0..<300 {
            var bytes = Array(random.json(of: random.value()).utf8)
            for _ in 0...random.index(below: 4) {
                let byte =
                    random.chance(0.5)
                    ? random.pick(likely) : UInt8(truncatingIfNeeded: random.next())
                let index = random.index(below: bytes.count + 1)
                switch random.index(below: 3) {
                case 0: bytes.insert(byte, at: index)
                case 1 where index < bytes.count: bytes[index] = byte
                default: bytes.removeSubrange(min(index, bytes.count - 1)..<bytes.count)
                }
                if bytes.isEmpty { bytes = [byte] }
            }
            guard let value = try? JSONParser.parse(bytes) else { continue }
            #expect((try? JSONParser.parse(value.json)) == value)
        }
    }

    @Test("random bytes never trap", arguments: 1...10)
    func garbage(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let likely = Array("{}[]\",:\\u0deE+-.tfn ".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<random.index(below: 40)).map { _ in
                random.chance(0.8)
                    ? random.pick(likely) : UInt8(truncatingIfNeeded: random.next())
            }
            _ = try? JSONParser.parse(bytes)
        }
    }

    private func same(_ value: Value, _ other: Any) -> Bool {
        switch value {
        case .null: return other is NSNull
        case .bool(let flag): return other as? Bool == flag
        case .int(let number): return (other as? NSNumber)?.int64Value == number
        case .double(let number):
            // Foundation goes through decimals, whose conversion is not exact in the last bits.
            guard let decimal = other as? NSNumber else { return false }
            return abs(decimal.doubleValue - number) <= max(8 * number.ulp, abs(number) * 1e-14)
        case .string(let text): return other as? String == text
        case .array(let elements):
            guard let others = other as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy { same($0, $1) }
        case .object(let fields):
            guard let others = other as? [String: Any], others.count == fields.entries.count else {
                return false
            }
            return fields.entries.allSatisfy { field in
                others[field.name].map { same(field.value, $0) } ?? false
            }
        }
    }
}
