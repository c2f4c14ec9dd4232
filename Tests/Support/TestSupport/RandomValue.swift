package import Primitives

extension SeededRNG {
    /// Characters that encoders get wrong: quotes, escapes, controls, two to four bytes, joiners.
    /// No byte order mark: Foundation drops it from texts.
    private static let alphabet: [Character] = [
        "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\r", "\u{0}", "\u{1F}", "\u{7F}", "é",
        "e\u{301}", "灯", "\u{2028}", "🕯️", "👩‍🔬", "\u{FFFD}",
    ]

    package mutating func text(upTo count: Int = 12) -> String {
        String((0..<index(below: count + 1)).map { _ in pick(Self.alphabet) })
    }

    /// A finite number of any magnitude.
    package mutating func real() -> Double {
        let bits = Double(bitPattern: next())
        return chance(0.5) && bits.isFinite ? bits : normal()
    }

    package mutating func whole() -> Int64 {
        chance(0.1)
            ? pick([.min, .max, 0, -1, 1])
            : Int64(bitPattern: next()) >> Int64(index(below: 64))
    }

    package mutating func value(depth: Int = 0) -> Value {
        switch index(below: depth < 4 ? 8 : 6) {
        case 0: .null
        case 1: .bool(chance(0.5))
        case 2: .int(whole())
        case 3: .double(real())
        case 4, 5: .string(text())
        case 6: .array((0..<index(below: 5)).map { _ in value(depth: depth + 1) })
        default: .object(fields(depth: depth + 1))
        }
    }

    /// Named values whose names differ.
    package mutating func fields(depth: Int = 0, upTo count: Int = 5) -> Fields {
        var fields = Fields()
        for _ in 0..<index(below: count + 1) { fields[text()] = value(depth: depth) }
        return fields
    }
}
