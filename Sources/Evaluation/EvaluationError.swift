/// Why an evaluation has no result.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// A model gave a score that is not a number.
        case scoreNotANumber = "score_not_a_number"
        /// A model changed how many scores there are.
        case wrongScoreCount = "wrong_score_count"
        case unknownItem = "unknown_item"
        case noTarget = "no_target"
        case noQueries = "no_queries"
    }

    package var code: Code
    /// The query as the data name it; nil where no single one is to blame.
    package var query: String?
    package var message: String

    package init(_ code: Code, query: String? = nil, _ message: String) {
        self.code = code
        self.query = query
        self.message = message
    }

    package var description: String {
        query.map { "query \($0): \(message)" } ?? message
    }
}
