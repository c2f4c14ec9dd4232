internal import Crypto

/// What a name becomes when it must be found again but not read: the first 16 bytes of its
/// HMAC-SHA256 under a key of the shop.
package struct KeyedDigest: Hashable, Sendable {
    package static let byteCount = 16

    /// 16 bytes.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - name: In UTF-8.
    ///   - key: 32 bytes.
    package init(of name: some Sequence<UInt8>, key: [UInt8]) {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(name), using: SymmetricKey(data: key))
        bytes = Array(code.prefix(Self.byteCount))
    }

    init(bytes: [UInt8]) { self.bytes = bytes }
}
