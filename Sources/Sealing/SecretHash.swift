internal import Crypto

/// What is kept of a secret: its SHA-256, from which it cannot be found again.
///
/// A plain hash is enough for secrets that are random and long (160 bits and more): there is no
/// list of likely ones to try, so a slow hash would cost every request and gain nothing.
package struct SecretHash: Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(of secret: some Sequence<UInt8>) {
        bytes = Array(SHA256.hash(data: Array(secret)))
    }

    /// A hash that was stored; nil where these are not 32 bytes.
    package init?(stored bytes: [UInt8]) {
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Whether both are of one secret. The time taken does not depend on where they differ.
    package func matches(_ other: SecretHash) -> Bool {
        var difference: UInt8 = 0
        for (mine, theirs) in zip(bytes, other.bytes) { difference |= mine ^ theirs }
        return difference == 0
    }
}
