internal import Crypto

/// A secret key. Who holds it can read what it seals; once it is destroyed, nobody can.
///
/// AES-256 in Galois/counter mode (NIST SP 800-38D) with a nonce of 96 bits that never comes again
/// (`Nonces`): the form is nonce, ciphertext, tag, 28 bytes longer than the message.
package struct SealingKey: Sendable {
    package static let byteCount = 32
    /// What sealing adds to the length of a message.
    package static let overheadBytes = 28

    private let key: SymmetricKey

    /// A new key, from the system's source of randomness.
    package init() { key = SymmetricKey(size: .bits256) }

    /// A stored key; nil where it is not of the right length.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// To be stored where destroying it is possible.
    package var bytes: [UInt8] { unsafe key.withUnsafeBytes { unsafe [UInt8]($0) } }

    /// Seals a message as what it is: opened as anything else, it does not fit.
    ///
    /// - Throws: `SealingError.cannotSeal`.
    package func seal(_ message: [UInt8], as label: [UInt8]) throws(SealingError) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: Nonces.shared.next())
            let box = try AES.GCM.seal(
                message, using: key, nonce: nonce, authenticating: label)
            guard let combined = box.combined else { throw SealingError.cannotSeal }
            return [UInt8](combined)
        } catch {
            throw .cannotSeal
        }
    }

    /// - Throws: `SealingError.doesNotFit` where a bit of the sealed bytes or of the label differs,
    ///   or another key sealed them.
    package func open(_ sealed: [UInt8], as label: [UInt8]) throws(SealingError) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return [UInt8](try AES.GCM.open(box, using: key, authenticating: label))
        } catch {
            throw .doesNotFit
        }
    }
}
