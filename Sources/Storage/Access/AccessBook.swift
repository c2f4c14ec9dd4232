package import Primitives
import Sealing

/// All keys of a shop as they were at one moment, in memory: a request is let in without any I/O.
package struct AccessBook: Sendable {
    struct Entry: Sendable {
        var key: AccessKey
        var hash: SecretHash
    }

    /// Longer than any token: the rest of a text is not even hashed.
    private static let tokenBytesMax = 128
    /// What an unknown id is compared with, so that it takes the time of a known one.
    private static let nobody = SecretHash(of: [])

    private let entries: [String: Entry]

    package init() { entries = [:] }

    init(_ list: [Entry]) {
        entries = Dictionary(list.map { ($0.key.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether no key was ever made. A shop whose last key is revoked is not open again.
    package var isEmpty: Bool { entries.isEmpty }

    package func hasUsableKey(at time: Timestamp) -> Bool {
        entries.values.contains { $0.key.isUsable(at: time) }
    }

    package func holds(_ id: String) -> Bool { entries[id] != nil }

    /// The key that a token is; nil where it is unknown, wrong, revoked or expired. All of these
    /// take the same time.
    package func key(for token: some StringProtocol, at time: Timestamp) -> AccessKey? {
        let hash = SecretHash(of: token.utf8.prefix(Self.tokenBytesMax))
        let entry = AccessToken.id(in: token).flatMap { entries[$0] }
        let isRight = (entry?.hash ?? Self.nobody).matches(hash)
        guard isRight, let key = entry?.key, key.isUsable(at: time) else { return nil }
        return key
    }
}
