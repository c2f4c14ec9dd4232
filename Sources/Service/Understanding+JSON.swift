import Commerce
import JSON
import QueryUnderstanding

extension Understanding {
    /// Writes what the query was taken to say, for `explain`.
    func write(to writer: inout JSONWriter) {
        writer.object("understood") { writer in
            if language != .unknown { writer.field("language", language.rawValue) }
            writer.field("words", words)
            writer.array("slots") { writer in
                for slot in slots { slot.write(to: &writer) }
            }
        }
    }
}

extension Slot {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("kind", kind.rawValue)
            writer.field("field", field)
            writer.field("role", role.rawValue)
            writer.field("text", text)
            if !values.isEmpty {
                writer.array("values") { writer in for value in values { writer.write(value) } }
            }
            if let atLeast { writer.field("gte", atLeast) }
            if let atMost { writer.field("lte", atMost) }
            if let currency { writer.field("currency", currency.code) }
            if isCheap { writer.field("cheap", true) }
        }
    }
}
