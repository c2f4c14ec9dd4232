internal import Neural

/// A checkpoint is a safetensors file with the table, and form and version as metadata.
extension ShopEncoder {
    private static let format = "martlet.shop-encoder"
    private static let version = "1"

    /// Writes a checkpoint; what stood there stays if that fails.
    package func save(to path: String) throws(TextEncoderError) {
        var writer = SafetensorsWriter(metadata: [
            "format": Self.format, "version": Self.version,
        ])
        writer.add("table", table)
        do throws(SafetensorsError) {
            try writer.write(to: path)
        } catch {
            throw TextEncoderError(.cannotWrite, file: error.file, error.message)
        }
    }

    /// Reads a checkpoint.
    ///
    /// - Throws: `cannot_read`, `malformed` for a damaged file or one of another kind, `unsupported`
    ///   for another version, `bad_weights` for a table that cannot be one.
    package convenience init(checkpoint path: String) throws(TextEncoderError) {
        try Self.check(Self.reading(path) { file throws(SafetensorsError) in file.header }, path)
        let table = try Self.reading(path) { file throws(SafetensorsError) in
            try file.tensor("table")
        }
        self.init(table: table)
    }

    private static func reading<Result>(
        _ path: String, _ body: (borrowing SafetensorsFile) throws(SafetensorsError) -> Result
    ) throws(TextEncoderError) -> Result {
        do throws(SafetensorsError) {
            return try body(SafetensorsFile(path: path))
        } catch {
            let isUnreadable = error.code == .cannotOpen || error.code == .cannotRead
            throw TextEncoderError(
                isUnreadable ? .cannotRead : .malformed, file: error.file, field: error.tensor,
                error.message)
        }
    }

    private static func check(
        _ header: SafetensorsHeader, _ path: String
    ) throws(TextEncoderError) {
        guard header.metadata["format"] == format else {
            throw TextEncoderError(
                .malformed, file: path, "is not the checkpoint of a shop's encoder")
        }
        guard header.metadata["version"] == version else {
            throw TextEncoderError(
                .unsupported, file: path, field: "version",
                "is \(header.metadata["version"] ?? "missing"); \(version) is wanted")
        }
        guard let shape = header.entries["table"]?.shape, shape.count == 2,
            shape[0] > 0, shape[0] & (shape[0] - 1) == 0, shape[0] <= 1 << 24,
            (4...4096).contains(shape[1]), shape[1] % 4 == 0
        else {
            throw TextEncoderError(
                .badWeights, file: path, field: "table",
                "is missing, or not a power of two of rows by a multiple of four columns")
        }
    }
}
