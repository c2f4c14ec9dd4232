/// A field that cannot be taken, and why. Every reading error of this room is one.
package struct InvalidField: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case missing
        case wrongType = "wrong_type"
        case outOfRange = "out_of_range"
        case unknownValue = "unknown_value"
        case tooLong = "too_long"
        case malformed
    }

    package var code: Code
    /// The path of the field, such as `price.currency`.
    package var field: String
    package var message: String

    package init(_ code: Code, _ field: String, _ message: String) {
        self.code = code
        self.field = field
        self.message = message
    }

    package var description: String { "\(field): \(message)" }
}
