/// What a client shows: `mk_<id of the key>_<secret>`, 40 and 200 random bits in base 32.
///
/// The prefix lets scanners of leaked secrets find it.
package struct AccessToken: Sendable {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    private static let prefix = "mk"

    package let id: String
    package let text: String

    /// A new one, which nobody can guess.
    init() {
        id = Self.digits(8)
        text = "\(Self.prefix)_\(id)_\(Self.digits(40))"
    }

    /// The id of the key that a text claims to be; nil where it has not the form of a token.
    package static func id(in text: some StringProtocol) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == prefix else { return nil }
        return String(parts[1])
    }

    /// The system's generator is a cryptographic one: `getrandom` on Linux, `arc4random` on macOS.
    private static func digits(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<count).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] })
    }
}
