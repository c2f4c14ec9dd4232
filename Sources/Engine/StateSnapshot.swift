package import Primitives

/// A saved state as bytes.
package enum StateSnapshot {
    /// The last event that a saved state knows of.
    ///
    /// - Throws: `BinaryError` where the bytes are no state that this version can use.
    package static func offset(in bytes: [UInt8]) throws(BinaryError) -> Int64 {
        try Behaviour(binary: bytes).offset
    }
}
