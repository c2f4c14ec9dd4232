/// Why the engine refused a request.
package struct EngineError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case overloaded
        case closing
        case cursorExpired = "cursor_expired"
        case notFound = "not_found"
        case tooLittleData = "too_little_data"
        case unusableModel = "unusable_model"
        case memoryFull = "memory_full"
        case noPolicy = "no_policy"
    }

    package var code: Code
    package var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// A bounded text for metric labels.
    package var shortDescription: String { code.rawValue }
}
