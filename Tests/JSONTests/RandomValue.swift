import Primitives

extension SeededRNG {
    /// Characters that encoders get wrong: quotes, escapes, controls, two to four bytes, joiners.
    /// No byte order mark: Foundation drops it from texts.
    private static let alphabet: [Character] = [
        "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\r", "\u{0}", "\u{1F}", "\u{7F}", "é",
        "e\u{301}", "灯", "\u{2028}", "🕯️", "👩‍🔬", "\u{FFFD}",
    ]

    mutating func text(upTo count: Int = 12) -> String {
        String((0..<index(below: count + 1)).map { _ in pick(Self.alphabet) })
    }

    /// A finite number of any magnitude.
    mutating func real() -> Double {
        let bits = Double(bitPattern: next())
        return chance(0.5) && bits.isFinite ? bits : normal()
    }

    mutating func whole() -> Int64 {
        chance(0.1)
            ? pick([.min, .max, 0, -1, 1])
            : Int64(bitPattern: next()) >> Int64(index(below: 64))
    }

    mutating func value(depth: Int = 0) -> Value {
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
    mutating func fields(depth: Int = 0, upTo count: Int = 5) -> Fields {
        var fields = Fields()
        for _ in 0..<index(below: count + 1) { fields[text()] = value(depth: depth) }
        return fields
    }
}

extension SeededRNG {
    /// JSON text of a value as other writers might put it: blanks anywhere, escapes at will.
    mutating func json(of value: Value) -> String {
        let text =
            switch value {
            case .null: "null"
            case .bool(let flag): flag ? "true" : "false"
            case .int(let number): "\(number)"
            case .double(let number): number.description
            case .string(let string): literal(string)
            case .array(let elements):
                "[" + blanks() + elements.map { json(of: $0) }.joined(separator: ",") + "]"
            case .object(let fields):
                "{" + blanks()
                    + fields.entries.map { field in
                        blanks() + literal(field.name) + blanks() + ":" + json(of: field.value)
                    }.joined(separator: ",") + "}"
            }
        return blanks() + text + blanks()
    }

    private mutating func blanks() -> String {
        String((0..<max(0, index(below: 5) - 2)).map { _ in pick([" ", "\n", "\t", "\r"]) })
    }

    private mutating func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n" where chance(0.5): literal += "\\n"
            case "\t" where chance(0.5): literal += "\\t"
            case "/" where chance(0.5): literal += "\\/"
            case _ where scalar.value < 32 || chance(0.2):
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: chance(0.5))
                    literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
