package import Primitives

/// What is known of a version of the policy: it stands in the metadata of its file.
package struct PolicyVersion: Hashable, Sendable {
    package var version: String
    package var created: Timestamp
    /// The version that it went on from; nil: the ranker.
    package var parent: String?
    /// Answers learnt from, and steps.
    package var answers: Int
    package var steps: Int

    var metadata: [String: String] {
        var result = ["created": created.description, "answers": "\(answers)", "steps": "\(steps)"]
        result["parent"] = parent
        return result
    }
}

extension PolicyVersion {
    init(version: String, metadata: [String: String]) {
        self.init(
            version: version,
            created: metadata["created"].flatMap { Timestamp($0) } ?? Timestamp(microseconds: 0),
            parent: metadata["parent"], answers: metadata["answers"].flatMap(Int.init) ?? 0,
            steps: metadata["steps"].flatMap(Int.init) ?? 0)
    }
}
