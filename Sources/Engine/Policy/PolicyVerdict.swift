package import Primitives

/// What was decided of a policy, by whom, and what it rests on.
package struct PolicyVerdict: Hashable, Sendable {
    package enum Outcome: String, Sendable {
        case promote, refuse, canary
        case rollBack = "roll_back"
    }

    package enum Author: String, Sendable { case gate, canary, administrator }

    /// Rewards an answer.
    package struct Evidence: Hashable, Sendable {
        package var incumbent: Double
        package var candidate: Double
        /// The lower bound of what the candidate brings more.
        package var gainLow: Double
        /// Answers of the candidate's own that would tell as much.
        package var effectiveSample: Double
        /// The largest weight of an answer; 0 where both had answers of their own.
        package var weightMax: Double
    }

    package var time: Timestamp
    package var version: String
    package var outcome: Outcome
    package var author: Author
    package var reason: String
    package var evidence: Evidence?

    package init(
        time: Timestamp, version: String, _ outcome: Outcome, by author: Author, reason: String,
        evidence: Evidence? = nil
    ) {
        (self.time, self.version, self.outcome) = (time, version, outcome)
        (self.author, self.reason, self.evidence) = (author, reason, evidence)
    }
}

extension PolicyVerdict {
    /// As a line of the registry.
    var line: String {
        var parts = [time.description, version, outcome.rawValue, author.rawValue, reason]
        if let evidence {
            parts += [
                evidence.incumbent, evidence.candidate, evidence.gainLow, evidence.effectiveSample,
                evidence.weightMax,
            ].map { "\($0)" }
        }
        return parts.joined(separator: "\t")
    }

    /// Nil where the line is none.
    init?(line: String) {
        let parts = line.split(separator: "\t" as Character).map(String.init)
        guard parts.count >= 5, let time = Timestamp(parts[0]),
            let outcome = Outcome(rawValue: parts[2]), let author = Author(rawValue: parts[3])
        else { return nil }
        let figures = parts.dropFirst(5).compactMap(Double.init)
        self.init(
            time: time, version: parts[1], outcome, by: author, reason: parts[4],
            evidence: figures.count == 5
                ? Evidence(
                    incumbent: figures[0], candidate: figures[1], gainLow: figures[2],
                    effectiveSample: figures[3], weightMax: figures[4]) : nil)
    }
}
