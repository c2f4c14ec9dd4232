/// Why the engine refused a request.
package struct EngineError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case overloaded
        case closing
        case notFound = "not_found"
        case cursorExpired = "cursor_expired"
        case batchTooLarge = "batch_too_large"
        case storage
    }

    package var code: Code
    package var message: String
    package var cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message + (cause.map { ": \($0)" } ?? "") }

    /// A bounded text for metric labels.
    package var shortDescription: String { code.rawValue }
}
