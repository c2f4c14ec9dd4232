import Primitives

/// Reads what `ArrayWriter` wrote; every count is checked before it is believed.
struct ArrayReader {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    /// Nil where the bytes do not begin with a mark or their checksum differs.
    init?(_ bytes: [UInt8], after mark: [UInt8]) {
        let end = bytes.count - MemoryLayout<UInt64>.size
        guard end >= mark.count, bytes.starts(with: mark) else { return nil }
        self.bytes = bytes[..<end]
        index = mark.count
        let checksum = bytes[end...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard stableHash(self.bytes) == checksum else { return nil }
    }

    var atEnd: Bool { index == bytes.endIndex }

    mutating func array<Element: FixedWidthInteger & BitwiseCopyable>(
        of type: Element.Type
    ) -> [Element]? {
        guard let count = copy(UInt64.self, count: 1)?.first, count <= UInt64(bytes.count) else {
            return nil
        }
        return copy(type, count: Int(count))
    }

    /// Nil where the ends do not lie within the bytes.
    mutating func keys() -> SortedKeys? {
        guard let bytes = array(of: UInt8.self), let ends = array(of: UInt32.self) else {
            return nil
        }
        return SortedKeys(bytes: bytes, ends: ends)
    }

    private mutating func copy<Element: BitwiseCopyable>(
        _ type: Element.Type, count: Int
    ) -> [Element]? {
        let length = count * MemoryLayout<Element>.stride
        guard length <= bytes.endIndex - index else { return nil }
        defer { index += length }
        return unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            unsafe bytes[index..<index + length].withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
            }
            filled = count
        }
    }
}
