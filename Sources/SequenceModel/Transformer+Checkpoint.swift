package import Neural

/// A checkpoint is a safetensors file: every part under its name, the shape as metadata. The PyTorch
/// twin reads and writes the same.
extension Transformer {
    private static let format = "martlet.sequence"
    private static let version = "2"

    /// - Parameters:
    ///   - path: What stood there stays if writing fails.
    ///   - ids: The items' names, by number; none where the reader knows them.
    ///   - metadata: What else is to be kept with the weights.
    /// - Throws: `SafetensorsError`.
    package func save(
        to path: String, items ids: [String] = [], metadata: [String: String] = [:]
    ) throws(SafetensorsError) {
        var all = metadata.merging(shape.metadata) { _, own in own }
        all["format"] = Self.format
        all["version"] = Self.version
        var writer = SafetensorsWriter(metadata: all)
        writer.add("items", items)
        for (name, tensor) in weights.named { writer.add(name, tensor) }
        if !ids.isEmpty {
            // A text each, closed by a zero, which no id holds.
            let bytes = ids.flatMap { Array($0.utf8) + [0] }.map { Int8(bitPattern: $0) }
            writer.add("item_ids", bytes, shape: [bytes.count])
        }
        try writer.write(to: path)
    }

    /// Reads a checkpoint.
    ///
    /// - Throws: `SafetensorsError` where the file is damaged, or `CheckpointError` where it is of
    ///   another kind or its parts do not fit its shape.
    package convenience init(checkpoint path: String) throws {
        let file = try SafetensorsFile(path: path)
        let metadata = file.header.metadata
        guard metadata["format"] == Self.format else {
            throw CheckpointError(file: path, "is not a sequence model's checkpoint")
        }
        guard metadata["version"] == Self.version else {
            throw CheckpointError(
                file: path, "has version \(metadata["version"] ?? "none"), expected \(Self.version)"
            )
        }
        let shape = try ModelShape(metadata: metadata, file: path)
        // Weights are made for the shape, so it must be the shape of what is there.
        let rows = try file.entry("items").shape
        guard rows == [shape.items, shape.width] else {
            throw CheckpointError(
                file: path, "holds items of shape \(rows), its metadata say otherwise")
        }
        self.init(shape, seed: 0)
        try file.read("items", into: items)
        for (name, tensor) in weights.named { try file.read(name, into: tensor) }
    }
}

extension Transformer {
    /// A model and the names of its items, by number.
    ///
    /// - Throws: As `init(checkpoint:)`, and `CheckpointError` where the names are missing or are not
    ///   as many as the items.
    package static func read(_ path: String) throws -> (model: Transformer, items: [String]) {
        let model = try Transformer(checkpoint: path)
        let bytes = try SafetensorsFile(path: path).int8s("item_ids").map { UInt8(bitPattern: $0) }
        let ids = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        guard ids.count == model.shape.items else {
            throw CheckpointError(
                file: path, "names \(ids.count) items, and has \(model.shape.items)")
        }
        return (model, ids.map { String(decoding: $0, as: UTF8.self) })
    }
}

/// What is wrong with a checkpoint that is a sound file.
package struct CheckpointError: Error, CustomStringConvertible {
    package var file: String
    package var message: String

    init(file: String, _ message: String) {
        self.file = file
        self.message = message
    }

    package var description: String { "\(file): \(message)" }
}

extension ModelShape {
    /// Of no part may a damaged number ask for more memory than any model has.
    private static let numberMax = 1 << 31

    var metadata: [String: String] {
        [
            "items": "\(items)", "width": "\(width)", "blocks": "\(blocks)", "heads": "\(heads)",
            "inner": "\(inner)", "window": "\(window)", "actions": "\(actions)", "gaps": "\(gaps)",
            "gated": "\(gating.rawValue)",
        ]
    }

    init(metadata: [String: String], file: String) throws(CheckpointError) {
        func number(_ name: String) throws(CheckpointError) -> Int {
            guard let text = metadata[name], let number = Int(text),
                (0...Self.numberMax).contains(number)
            else { throw CheckpointError(file: file, "says no \(name) in its metadata") }
            return number
        }
        self.init(items: try number("items"))
        width = try number("width")
        blocks = try number("blocks")
        heads = try number("heads")
        inner = try number("inner")
        window = try number("window")
        actions = try number("actions")
        gaps = try number("gaps")
        guard let gating = Gating(rawValue: try number("gated")) else {
            throw CheckpointError(file: file, "has gates of a kind that this version does not know")
        }
        self.gating = gating
        if let problem { throw CheckpointError(file: file, problem) }
    }
}
