#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A safetensors file as part of the address space: the system reads what is touched, and processes
/// that open the same file share its pages.
///
/// The file must not become shorter while it is open: what is then missing ends the process. Replace
/// it by renaming another one onto it, as `SafetensorsWriter` does.
@safe package final class MappedSafetensors: Sendable {
    package let path: String
    package let header: SafetensorsHeader
    /// The whole file.
    nonisolated(unsafe) private let bytes: UnsafeRawBufferPointer
    /// Where the tensors' bytes begin.
    private let dataOffset: Int

    /// Opens a file and checks its header against its length.
    ///
    /// - Throws: `cannot_open`, `cannot_read`, `truncated`, `header_too_large`, `bad_header` or
    ///   `bad_layout`.
    package init(path: String) throws(SafetensorsError) {
        let file = try SafetensorsFile(path: path)
        self.path = path
        header = file.header
        dataOffset = file.dataOffset
        let count = dataOffset + (header.entries.values.map(\.bytes.upperBound).max() ?? 0)
        guard let bytes = unsafe Self.map(path, count: count) else {
            throw SafetensorsError(
                .cannotRead, file: path,
                "cannot be mapped: \(unsafe String(cString: strerror(errno)))")
        }
        unsafe self.bytes = bytes
    }

    private static func map(_ path: String, count: Int) -> UnsafeRawBufferPointer? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let start = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard unsafe start != MAP_FAILED else { return nil }
        return unsafe UnsafeRawBufferPointer(start: start, count: count)
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// A matrix of F32 where it lies; of F16 or BF16, or at an odd address, a copy in floats. A
    /// vector is one row.
    ///
    /// - Throws: `missing_tensor`, `wrong_type`, or `wrong_shape` if it is not rows × columns.
    package func matrix(
        _ name: String, rows: Int, columns: Int
    ) throws(SafetensorsError) -> MappedMatrix {
        guard let entry = header.entries[name] else {
            throw SafetensorsError(
                .missingTensor, file: path, tensor: name, "is not among the file's tensors")
        }
        guard entry.shape == [rows, columns] || (rows == 1 && entry.shape == [columns]) else {
            throw SafetensorsError(
                .wrongShape, file: path, tensor: name,
                "has the shape \(entry.shape), but [\(rows), \(columns)] is wanted")
        }
        let offset = dataOffset + entry.bytes.lowerBound
        if entry.type == .float32, offset % MemoryLayout<Float>.alignment == 0 {
            let part = unsafe UnsafeRawBufferPointer(
                rebasing: bytes[offset..<offset + entry.bytes.count])
            return unsafe MappedMatrix(
                rows: rows, columns: columns, floats: part.assumingMemoryBound(to: Float.self),
                owner: self)
        }
        return MappedMatrix(try SafetensorsFile(path: path).tensor(name))
    }
}
