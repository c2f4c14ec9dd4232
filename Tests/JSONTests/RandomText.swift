import Primitives
import TestSupport

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
