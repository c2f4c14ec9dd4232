import Primitives

/// Appends arrays of numbers as they lie in memory.
struct ArrayWriter {
    private var bytes: [UInt8]

    init(_ mark: [UInt8]) { bytes = mark }

    mutating func append(_ array: [some FixedWidthInteger & BitwiseCopyable]) {
        appendBytes(of: [UInt64(array.count)])
        appendBytes(of: array)
    }

    mutating func append(_ keys: SortedKeys) {
        append(keys.bytes)
        append(keys.ends)
    }

    private mutating func appendBytes(of array: [some BitwiseCopyable]) {
        unsafe array.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// All that was appended, and a checksum of it.
    consuming func finish() -> [UInt8] {
        appendBytes(of: [stableHash(bytes)])
        return bytes
    }
}
