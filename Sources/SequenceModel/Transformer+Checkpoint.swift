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
        all["action_heads"] = ActionHead.text(heads)
        all["content_seed"] = (content?.hashing.seed).map { "\($0)" }
        all["format"] = Self.format
        all["version"] = Self.version
        var writer = SafetensorsWriter(metadata: all)
        writer.add("items", items)
        for (name, tensor) in weights.named { writer.add(name, tensor) }
        if let content {
            writer.add("content.projection", content.projection)
            let rarities = Tensor(rows: 1, columns: content.hashing.buckets)
            rarities.array = content.hashing.rarities
            writer.add("content.rarities", rarities)
        }
        for head in heads { writer.add("heads.\(head.name)", head.weight) }
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
        guard 4 * Weights.count(shape) <= file.header.dataBytes else {
            throw CheckpointError(
                file: path, "is smaller than the model of which its metadata speak")
        }
        self.init(shape, seed: 0, hashing: try FeatureHashing(file))
        try file.read("items", into: items)
        for (name, tensor) in weights.named { try file.read(name, into: tensor) }
        if let content { try file.read("content.projection", into: content.projection) }
        heads = try ActionHead.heads(metadata["action_heads"] ?? "", width: shape.width, file: path)
        for head in heads { try file.read("heads.\(head.name)", into: head.weight) }
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

extension ActionHead {
    /// Names and actions, as in "cart:2,3;purchase:3"; nil where there are none.
    fileprivate static func text(_ heads: [ActionHead]) -> String? {
        heads.isEmpty
            ? nil
            : heads.map { head in
                "\(head.name):\(head.actions.sorted().map(String.init).joined(separator: ","))"
            }.joined(separator: ";")
    }

    fileprivate static func heads(
        _ text: String, width: Int, file: String
    ) throws(CheckpointError) -> [ActionHead] {
        var heads: [ActionHead] = []
        for head in text.split(separator: ";") {
            let parts = head.split(separator: ":")
            let actions = parts.last?.split(separator: ",").map { UInt8($0) } ?? []
            guard parts.count == 2, !actions.contains(nil) else {
                throw CheckpointError(file: file, "has heads that cannot be read: \(text)")
            }
            heads.append(
                ActionHead(String(parts[0]), actions: Set(actions.compactMap { $0 }), width: width))
        }
        return heads
    }
}

extension FeatureHashing {
    /// That of a checkpoint; nil where its model learnt nothing of content.
    fileprivate init?(_ file: borrowing SafetensorsFile) throws {
        guard let text = file.header.metadata["content_seed"] else { return nil }
        let rarities = try file.tensor("content.rarities").array
        guard let seed = UInt64(text), !rarities.isEmpty,
            rarities.count & (rarities.count - 1) == 0
        else {
            throw CheckpointError(
                file: file.path, "says no content_seed, or its content.rarities are no power of two"
            )
        }
        self.init(rarities: rarities, seed: seed)
    }
}

extension ModelShape {
    /// No model is wider or longer: products of such numbers fit an integer.
    private static let itemsMax = 1 << 31
    private static let numberMax = 1 << 19

    var metadata: [String: String] {
        [
            "items": "\(items)", "width": "\(width)", "blocks": "\(blocks)", "heads": "\(heads)",
            "inner": "\(inner)", "window": "\(window)", "actions": "\(actions)", "gaps": "\(gaps)",
            "attributes": "\(attributes)", "gated": isGated ? "1" : "0",
        ]
    }

    init(metadata: [String: String], file: String) throws(CheckpointError) {
        func number(
            _ name: String, upTo most: Int = Self.numberMax
        ) throws(CheckpointError) -> Int {
            guard let text = metadata[name], let number = Int(text), (0...most).contains(number)
            else { throw CheckpointError(file: file, "says no \(name) in its metadata") }
            return number
        }
        self.init(items: try number("items", upTo: Self.itemsMax))
        width = try number("width")
        blocks = try number("blocks")
        heads = try number("heads")
        inner = try number("inner")
        window = try number("window")
        actions = try number("actions")
        gaps = try number("gaps")
        // Unknown to the first models.
        attributes = metadata["attributes"] == nil ? 0 : try number("attributes")
        isGated = try number("gated") == 1
        if let problem { throw CheckpointError(file: file, problem) }
    }
}
