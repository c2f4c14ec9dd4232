/// A file that is read as a whole, plain or gzip alike.
package enum WholeFile {
    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - path: Where it is; `-` is standard input.
    ///   - bytesMax: Bytes that are read at most, unpacked; what follows is left out.
    /// - Returns: Its content.
    /// - Throws: `ImportError` where it cannot be read.
    package static func bytes(
        of path: String, bytesMax: Int = 1 << 26
    ) throws(ImportError) -> [UInt8] {
        var file = try InputFile(path)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < bytesMax {
            let count = file.read(into: &buffer, from: 0)
            if let failure = file.failure { throw failure }
            guard count > 0 else { break }
            bytes += buffer[..<min(count, bytesMax - bytes.count)]
        }
        return bytes
    }
}
