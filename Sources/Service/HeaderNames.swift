import HTTPTypes

extension HTTPField.Name {
    static let requestID = literal("X-Request-Id")

    /// A name that is written here, so that it is known to be one.
    private static func literal(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name") }
        return name
    }
}
