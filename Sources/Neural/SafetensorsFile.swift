#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A safetensors file, open for reading. Tensors are read when they are asked for, straight to
/// where they are wanted.
package struct SafetensorsFile: ~Copyable {
    package let path: String
    package let header: SafetensorsHeader
    private let descriptor: Int32
    /// Where the tensors' bytes begin.
    let dataOffset: Int

    /// Opens a file and checks its header against its length.
    ///
    /// - Throws: `cannot_open`, `cannot_read`, `truncated`, `header_too_large`, `bad_header` or
    ///   `bad_layout`.
    package init(path: String) throws(SafetensorsError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SafetensorsError(.cannotOpen, file: path, "cannot be opened: \(Self.reason())")
        }
        do {
            (header, dataOffset) = try Self.header(descriptor, path: path)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    private static func header(
        _ descriptor: Int32, path: String
    ) throws(SafetensorsError) -> (SafetensorsHeader, dataOffset: Int) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SafetensorsError(.cannotRead, file: path, "is not a regular file")
        }
        let size = Int(status.st_size)
        guard size >= 8 else {
            throw SafetensorsError(
                .truncated, file: path, "has \(size) bytes; a safetensors file has at least 8")
        }
        var length: UInt64 = 0
        for byte in try bytes(descriptor, 0..<8, path: path).reversed() {
            length = length << 8 | UInt64(byte)
        }
        guard length <= SafetensorsHeader.bytesMax else {
            throw SafetensorsError(
                .headerTooLarge, file: path,
                "has a header of \(length) bytes, or is no safetensors file; at most "
                    + "\(SafetensorsHeader.bytesMax) are taken")
        }
        let end = 8 + Int(length)
        guard end <= size else {
            throw SafetensorsError(
                .truncated, file: path,
                "ends after \(size) bytes, but its header goes on to byte \(end)")
        }
        let text = try bytes(descriptor, 8..<end, path: path)
        return (
            try SafetensorsHeader(parsing: text, dataBytes: size - end, file: path), end
        )
    }

    /// The entry of a tensor.
    ///
    /// - Throws: `missing_tensor`.
    package func entry(_ name: String) throws(SafetensorsError) -> SafetensorsHeader.Entry {
        guard let entry = header.entries[name] else {
            throw SafetensorsError(
                .missingTensor, file: path, tensor: name, "is not among the file's tensors")
        }
        return entry
    }

    /// A tensor of F32, F16 or BF16. Its last dimension becomes the columns, the product of the
    /// others the rows; a vector is one row.
    ///
    /// - Throws: `missing_tensor`, `wrong_type` or `cannot_read`.
    package func tensor(_ name: String) throws(SafetensorsError) -> Tensor {
        let entry = try entry(name)
        let columns = entry.shape.last ?? 1
        let tensor = Tensor(rows: columns == 0 ? 0 : entry.count / columns, columns: columns)
        try read(name, into: tensor)
        return tensor
    }

    /// Reads a tensor of F32, F16 or BF16 into one that has its shape already.
    ///
    /// - Throws: `missing_tensor`, `wrong_type`, `wrong_shape` or `cannot_read`.
    package func read(_ name: String, into tensor: Tensor) throws(SafetensorsError) {
        let entry = try entry(name)
        guard tensor.count == entry.count, entry.shape.last ?? 1 == tensor.columns else {
            throw SafetensorsError(
                .wrongShape, file: path, tensor: name,
                "has the shape \(entry.shape), but [\(tensor.rows), \(tensor.columns)] is wanted")
        }
        let target = unsafe UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(tensor.floats)[..<(4 * entry.count)])
        switch entry.type {
        case .float32: try unsafe read(entry, name, into: target)
        case .float16, .bfloat16:
            // The halves are read into the rear half of the floats, and widened from the front: a
            // float never overwrites a half that is still to come.
            let halves = unsafe UnsafeMutableRawBufferPointer(
                rebasing: target[(2 * entry.count)...])
            try unsafe read(entry, name, into: halves)
            for index in 0..<entry.count {
                let bits = unsafe halves.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
                unsafe tensor.floats[index] =
                    entry.type == .float16
                    ? Float(Float16(bitPattern: bits)) : Float(bitPattern: UInt32(bits) << 16)
            }
        default: throw wrongType(name, entry, wanted: "F32, F16 or BF16")
        }
    }

    /// The bytes of an I8 tensor.
    ///
    /// - Throws: `missing_tensor`, `wrong_type` or `cannot_read`.
    package func int8s(_ name: String) throws(SafetensorsError) -> [Int8] {
        try integers(name, type: .int8, zero: 0)
    }

    /// The numbers of an I64 tensor.
    ///
    /// - Throws: `missing_tensor`, `wrong_type` or `cannot_read`.
    package func int64s(_ name: String) throws(SafetensorsError) -> [Int64] {
        try integers(name, type: .int64, zero: 0)
    }

    private func integers<Integer: FixedWidthInteger>(
        _ name: String, type: SafetensorsHeader.ElementType, zero: Integer
    ) throws(SafetensorsError) -> [Integer] {
        let entry = try entry(name)
        guard entry.type == type else { throw wrongType(name, entry, wanted: type.rawValue) }
        var result = [Integer](repeating: zero, count: entry.count)
        let offset = dataOffset + entry.bytes.lowerBound
        let complete = unsafe result.withUnsafeMutableBytes {
            unsafe Self.fill($0, from: descriptor, at: offset)
        }
        guard complete else { throw cannotRead(name) }
        return result
    }

    private func wrongType(
        _ name: String, _ entry: SafetensorsHeader.Entry, wanted: String
    ) -> SafetensorsError {
        SafetensorsError(
            .wrongType, file: path, tensor: name,
            "has elements of \(entry.type.rawValue), but \(wanted) is wanted")
    }

    private func read(
        _ entry: SafetensorsHeader.Entry, _ name: String,
        into target: UnsafeMutableRawBufferPointer
    ) throws(SafetensorsError) {
        let offset = dataOffset + entry.bytes.lowerBound
        guard unsafe Self.fill(target, from: descriptor, at: offset) else {
            throw cannotRead(name)
        }
    }

    private func cannotRead(_ name: String) -> SafetensorsError {
        SafetensorsError(
            .cannotRead, file: path, tensor: name, "cannot be read: \(Self.reason())")
    }

    private static func bytes(
        _ descriptor: Int32, _ range: Range<Int>, path: String
    ) throws(SafetensorsError) -> [UInt8] {
        var complete = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            let target = unsafe UnsafeMutableRawBufferPointer(
                start: buffer.baseAddress, count: range.count)
            complete = unsafe fill(target, from: descriptor, at: range.lowerBound)
            filled = complete ? range.count : 0
        }
        guard complete else {
            throw SafetensorsError(.cannotRead, file: path, "cannot be read: \(reason())")
        }
        return bytes
    }

    /// Reads until the target is full; false on an error, or if the file has become shorter.
    private static func fill(
        _ target: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int
    ) -> Bool {
        var done = 0
        while done < target.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[done...])
            let count = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
