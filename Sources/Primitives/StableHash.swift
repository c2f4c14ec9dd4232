/// A 64-bit hash that is the same in every process and on every machine, for digests and checksums.
///
/// MurmurHash64A (A. Appleby, public domain). Not for adversarial input: where a collision would
/// cost more than a refused write, compare the bytes.
package func stableHash(_ bytes: some Collection<UInt8>, seed: UInt64 = 0) -> UInt64 {
    bytes.withContiguousStorageIfAvailable { buffer in
        unsafe murmur(buffer.span, seed: seed)
    } ?? murmur(Array(bytes).span, seed: seed)
}

package func stableHash(_ text: String, seed: UInt64 = 0) -> UInt64 {
    stableHash(text.utf8, seed: seed)
}

private func murmur(_ bytes: Span<UInt8>, seed: UInt64) -> UInt64 {
    let multiplier: UInt64 = 0xC6A4_A793_5BD1_E995
    var hash = seed ^ (UInt64(bytes.count) &* multiplier)
    var index = 0
    while index < bytes.count {
        let width = min(8, bytes.count - index)
        var word: UInt64 = 0
        if width == 8 {
            word = unsafe UInt64(
                littleEndian: bytes.bytes.unsafeLoadUnaligned(
                    fromByteOffset: index, as: UInt64.self))
            word &*= multiplier
            word ^= word >> 47
            word &*= multiplier
        } else {
            for shift in 0..<width { word |= UInt64(bytes[index + shift]) << UInt64(8 * shift) }
        }
        index += width
        hash = (hash ^ word) &* multiplier
    }
    hash ^= hash >> 47
    hash &*= multiplier
    return hash ^ (hash >> 47)
}
