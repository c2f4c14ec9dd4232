internal import Crypto

/// A key for many digests: what does not depend on the message is computed once.
package struct DigestKey: Sendable {
    private let start: HMAC<SHA256>

    /// - Parameter bytes: 32 bytes.
    package init(bytes: [UInt8]) {
        start = HMAC(key: SymmetricKey(data: bytes))
    }

    /// The same as `KeyedDigest(of:key:)` with this key.
    package func digest(of message: [UInt8]) -> KeyedDigest {
        var code = start
        code.update(data: message)
        return KeyedDigest(bytes: Array(code.finalize().prefix(KeyedDigest.byteCount)))
    }
}
