/// Why an encoder cannot be taken from a folder, or its vectors not from their file.
package struct TextEncoderError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case cannotRead = "cannot_read"
        case cannotWrite = "cannot_write"
        /// A file is not in the form that its name promises.
        case malformed
        /// A setting that there is no code for.
        case unsupported
        /// Weights that are missing or do not fit the settings.
        case badWeights = "bad_weights"
    }

    package var code: Code
    package var file: String
    /// The setting or tensor, where it is one.
    package var field: String?
    /// What is wrong, and what would be taken instead.
    package var message: String

    package init(_ code: Code, file: String, field: String? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.field = field
        self.message = message
    }

    package var description: String { "\(file)\(field.map { ": \($0)" } ?? ""): \(message)" }
}
