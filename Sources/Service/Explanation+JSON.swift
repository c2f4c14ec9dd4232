import Engine
import JSON

extension Making {
    /// Writes how a recommendation was made, for `explain`.
    func write(to writer: inout JSONWriter) {
        writer.object("made") { writer in
            writer.field("ranker", ranker)
            if let filledFrom { writer.field("filled_from", filledFrom) }
            writer.field("temperature", temperature)
            writer.field("seed", Int64(bitPattern: seed))
        }
    }
}

extension Explanation {
    /// Writes why an item has its place, for `explain`.
    func write(to writer: inout JSONWriter) {
        writer.object("explanation") { writer in
            writer.parts(parts)
            writer.object("features") { writer in
                for (name, value) in features { writer.field(name, value) }
            }
            if !outcomes.isEmpty {
                writer.array("outcomes") { writer in
                    for outcome in outcomes { outcome.write(to: &writer) }
                }
            }
            writer.field("propensity", propensity)
            if isForced { writer.field("forced", true) }
        }
    }
}

extension Explanation.Outcome {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("name", "\(task)")
            writer.field("chance", Double(chance))
            writer.field("weight", Double(weight))
            writer.object("logit") { writer in
                for (name, value) in parts { writer.field(name, Double(value)) }
            }
        }
    }
}

extension JSONWriter {
    /// Writes what a score is the sum of.
    mutating func parts(_ parts: [ScorePart]) {
        array("parts") { writer in
            for part in parts {
                writer.object { writer in
                    writer.field("name", part.name.text)
                    writer.field("value", Double(part.value))
                }
            }
        }
    }
}
