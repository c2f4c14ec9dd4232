import Primitives

/// What the cells of known fields hold; a cell of any other field is text.
struct FieldVocabulary {
    /// Fields that no line can do without.
    var required: [String]
    /// Other words for fields, in a mapping: what events call the item is the id among items.
    var aliases: [String: String] = [:]
    private var numbers: Set<String>
    private var flags: Set<String> = []
    private var times: Set<String> = []

    static let items = FieldVocabulary(
        required: ["id"], aliases: ["item": "id"],
        numbers: ["price", "price.amount", "price.minor", "stock"])

    static let events = FieldVocabulary(
        required: ["type", "time"],
        numbers: ["price", "price.amount", "price.minor", "quantity", "position", "value"],
        flags: ["consent.personalise", "consent.learn"], times: ["time"])

    /// A cell's text as the value that its field takes. What cannot be read as one stays text, so
    /// that the field's own check refuses it by name.
    func value(of text: String, for target: FieldTarget) -> Value {
        let path = target.path
        if numbers.contains(path) || times.contains(path) && Int64(text) != nil {
            return number(text) ?? .string(text)
        }
        if flags.contains(path) {
            switch text.lowercased() {
            case "true", "1", "yes": return true
            case "false", "0", "no": return false
            default: break
            }
        }
        return .string(text)
    }

    private func number(_ text: String) -> Value? {
        if let whole = Int64(text) { return .int(whole) }
        // `Double` would also read "nan", "inf" and hexadecimal.
        guard text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }),
            let real = Double(text), real.isFinite
        else { return nil }
        return .double(real)
    }
}
