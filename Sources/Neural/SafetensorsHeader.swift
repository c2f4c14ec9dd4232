/// What a safetensors file says about itself (the format of Hugging Face, version 1).
///
/// The file is eight bytes with the header's length, the header, and the tensors' bytes without
/// gaps. The header is a JSON object that gives type, shape and place of each tensor by name.
package struct SafetensorsHeader: Hashable, Sendable {
    /// Types of elements, by the format's names.
    package enum ElementType: String, Sendable, CaseIterable {
        case bool = "BOOL"
        case uint8 = "U8"
        case int8 = "I8"
        case float8e5m2 = "F8_E5M2"
        case float8e4m3 = "F8_E4M3"
        case int16 = "I16"
        case uint16 = "U16"
        case float16 = "F16"
        case bfloat16 = "BF16"
        case int32 = "I32"
        case uint32 = "U32"
        case float32 = "F32"
        case float64 = "F64"
        case int64 = "I64"
        case uint64 = "U64"

        package var byteCount: Int {
            switch self {
            case .bool, .uint8, .int8, .float8e5m2, .float8e4m3: 1
            case .int16, .uint16, .float16, .bfloat16: 2
            case .int32, .uint32, .float32: 4
            case .float64, .int64, .uint64: 8
            }
        }
    }

    package struct Entry: Hashable, Sendable {
        package var type: ElementType
        package var shape: [Int]
        /// Bytes of the tensor, from the end of the header.
        package var bytes: Range<Int>

        /// Elements; the product of the shape, which was checked to fit.
        package var count: Int { bytes.count / type.byteCount }
    }

    /// The longest header taken: the format's own limit.
    package static let bytesMax = 100_000_000

    package internal(set) var entries: [String: Entry] = [:]
    package internal(set) var metadata: [String: String] = [:]
    /// Bytes of all tensors.
    package private(set) var dataBytes = 0

    /// Reads and checks a header.
    ///
    /// - Parameters:
    ///   - text: The header without its length.
    ///   - dataBytes: Bytes of the file after it.
    ///   - file: What errors name.
    /// - Throws: `bad_header`, `bad_layout` or `truncated`.
    package init(
        parsing text: [UInt8], dataBytes: Int, file: String
    ) throws(SafetensorsError) {
        do {
            var parser = SafetensorsHeaderParser(bytes: text)
            (entries, metadata) = try parser.header()
        } catch {
            throw SafetensorsError(
                .badHeader, file: file,
                "is not a safetensors file: at byte \(error.offset + 8) \(error.message)")
        }
        for (name, entry) in entries {
            guard Self.bytes(of: entry) == entry.bytes.count else {
                throw SafetensorsError(
                    .badLayout, file: file, tensor: name,
                    "has \(entry.bytes.count) bytes, which its shape \(entry.shape) of "
                        + "\(entry.type.rawValue) does not need")
            }
        }
        try checkLayout(dataBytes: dataBytes, file: file)
        self.dataBytes = dataBytes
    }

    /// Nil if it is no number of bytes that there can be.
    private static func bytes(of entry: Entry) -> Int? {
        if entry.shape.contains(0) { return 0 }
        var product = entry.type.byteCount
        for length in entry.shape {
            let (next, overflows) = product.multipliedReportingOverflow(by: length)
            guard !overflows else { return nil }
            product = next
        }
        return product
    }

    /// Every byte must belong to exactly one tensor, so that nothing can hide in a file.
    private func checkLayout(dataBytes: Int, file: String) throws(SafetensorsError) {
        var end = 0
        let placed = entries.sorted {
            ($0.value.bytes.lowerBound, $0.value.bytes.upperBound, $0.key)
                < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound, $1.key)
        }
        for (name, entry) in placed {
            guard entry.bytes.lowerBound == end else {
                throw SafetensorsError(
                    .badLayout, file: file, tensor: name,
                    "begins at byte \(entry.bytes.lowerBound) of the data, but the one before "
                        + "ends at \(end)")
            }
            end = entry.bytes.upperBound
        }
        guard end == dataBytes else {
            throw SafetensorsError(
                end > dataBytes ? .truncated : .badLayout, file: file,
                "holds \(dataBytes) bytes of data, but its header describes \(end)")
        }
    }
}
