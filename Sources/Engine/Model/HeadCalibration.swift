/// What a head of a model foretold, and what came of it.
package struct HeadCalibration: Hashable, Sendable {
    /// Events that were foretold with about the same probability.
    package struct Part: Hashable, Sendable {
        /// The mean of the probabilities.
        package var foretold: Double
        /// The share of events that came true.
        package var observed: Double
        package var events: Int
    }

    package var head: String
    /// The least likely first.
    package var parts: [Part]
}

/// In a checkpoint it is text: `head foretold observed events` a part.
extension HeadCalibration {
    static func text(of all: [HeadCalibration]) -> String {
        all.flatMap { calibration in
            calibration.parts.map { part in
                "\(calibration.head) \(Float(part.foretold)) \(Float(part.observed)) \(part.events)"
            }
        }.joined(separator: ";")
    }

    /// What is no part is left out: this is there to be looked at.
    static func all(in text: String) -> [HeadCalibration] {
        var result: [HeadCalibration] = []
        for line in text.split(separator: ";") {
            let words = line.split(separator: " ")
            guard words.count == 4, let foretold = Double(words[1]),
                let observed = Double(words[2]), let events = Int(words[3])
            else { continue }
            if result.last?.head != String(words[0]) {
                result.append(HeadCalibration(head: String(words[0]), parts: []))
            }
            result[result.count - 1].parts.append(
                Part(foretold: foretold, observed: observed, events: events))
        }
        return result
    }
}
