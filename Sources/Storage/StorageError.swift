/// Why the data directory cannot be read or written.
package struct StorageError: Error, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case inUse = "in_use"
        case damaged
        case newerFormat = "newer_format"
        case olderFormat = "older_format"
        case wrongVault = "wrong_vault"
        case notFound = "not_found"
        case notEmpty = "not_empty"
        case io
    }

    package var code: Code
    package var file: String
    /// What is wrong and what to do.
    package var message: String
    package var cause: (any Error)?

    package init(_ code: Code, file: String, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.file = file
        self.message = message
        self.cause = cause
    }

    package var description: String {
        "\(file): \(message)" + (cause.map { " (\($0))" } ?? "")
    }

    /// A bounded text for metric labels.
    package var shortDescription: String { code.rawValue }
}
