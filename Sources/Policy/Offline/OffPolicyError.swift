/// Why a log cannot be estimated with.
package struct OffPolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case badPropensity = "bad_propensity"
        case notFinite = "not_finite"
        case noDecisions = "no_decisions"
    }

    package let code: Code
    /// The line of the log; 0 where no single one is to blame.
    package let line: Int
    package let message: String

    init(_ code: Code, _ line: Int, _ message: String) {
        self.code = code
        self.line = line
        self.message = message
    }

    init(_ code: Code, _ line: Int, _ field: String, _ value: Double) {
        let wanted =
            code == .notFinite
            ? "a finite number"
            : field == "propensity" ? "more than 0 and at most 1" : "between 0 and 1"
        self.init(code, line, "\(field) is \(value), it must be \(wanted)")
    }

    package var description: String { line > 0 ? "line \(line): \(message)" : message }
}
