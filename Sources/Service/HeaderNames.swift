import HTTPTypes

extension HTTPField.Name {
    static let requestID = literal("X-Request-Id")
    /// Where a request stands in its caller's trace (W3C Trace Context).
    static let traceParent = literal("traceparent")
    /// Whether a browser's request comes from a page of the same site (Fetch Metadata).
    static let fetchSite = literal("Sec-Fetch-Site")

    /// A name that is written here, so that it is known to be one.
    private static func literal(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name") }
        return name
    }
}
