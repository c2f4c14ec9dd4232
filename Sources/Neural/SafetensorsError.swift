/// Why a file of tensors could not be read or written.
package struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case cannotOpen = "cannot_open"
        case cannotRead = "cannot_read"
        case cannotWrite = "cannot_write"
        /// The file ends before what its header promises.
        case truncated
        /// What stands where the header should be is none.
        case badHeader = "bad_header"
        case headerTooLarge = "header_too_large"
        /// Tensors overlap, leave a gap, or are not as long as their shape.
        case badLayout = "bad_layout"
        case missingTensor = "missing_tensor"
        case wrongType = "wrong_type"
        case wrongShape = "wrong_shape"
    }

    package var code: Code
    package var file: String
    package var tensor: String?
    /// What is wrong, and what was expected.
    package var message: String

    package init(_ code: Code, file: String, tensor: String? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.tensor = tensor
        self.message = message
    }

    package var description: String {
        "\(file)\(tensor.map { ": tensor \($0)" } ?? ""): \(message)"
    }
}
