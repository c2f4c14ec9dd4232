/// Why a server does not start.
package struct ServerError: Error, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// Others could reach it, and no key would keep them out.
        case noKeys = "no_keys"
        case tls
        case noShops = "no_shops"
        /// Less than the shops need.
        case littleMemory = "little_memory"
    }

    package var code: Code
    /// What is wrong and what to do.
    package var message: String
    package var cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message + (cause.map { " (\($0))" } ?? "") }

    /// A bounded text for metric labels.
    package var shortDescription: String { code.rawValue }
}
