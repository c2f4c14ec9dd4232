import Neural
import SequenceModel
import TestSupport
import TextEncoder

/// A folder in which one target's files of models are made and read again and again. It begins with
/// the weights of an encoder of four columns.
struct ModelScratch: Sendable {
    static let settings =
        #"{"hidden_size":4,"num_hidden_layers":1,"num_attention_heads":2,"intermediate_size":4,"#
        + #""vocab_size":6,"max_position_embeddings":8,"type_vocab_size":1,"hidden_act":"gelu"}"#
    static let vocabulary = "[UNK]\n[CLS]\n[SEP]\na\n##a\nlamp\n"

    let folder = TemporaryDirectory()

    init() {
        folder.removeAtExit()
        var writer = SafetensorsWriter()
        for (name, rows) in [("word", 6), ("position", 8), ("token_type", 1)] {
            writer.add("embeddings.\(name)_embeddings.weight", Self.tensor(rows))
        }
        let layer = "encoder.layer.0"
        for name in ["self.query", "self.key", "self.value", "output.dense"] {
            writer.add("\(layer).attention.\(name).weight", Self.tensor(4))
            writer.add("\(layer).attention.\(name).bias", Self.tensor(1), shape: [4])
        }
        for name in ["intermediate.dense", "output.dense"] {
            writer.add("\(layer).\(name).weight", Self.tensor(4))
            writer.add("\(layer).\(name).bias", Self.tensor(1), shape: [4])
        }
        for name in ["embeddings", "\(layer).attention.output", "\(layer).output"] {
            writer.add("\(name).LayerNorm.weight", Self.tensor(1), shape: [4])
            writer.add("\(name).LayerNorm.bias", Self.tensor(1), shape: [4])
        }
        try? writer.write(to: folder.file("model.safetensors"))
    }

    private static func tensor(_ rows: Int) -> Tensor {
        let tensor = Tensor(rows: rows, columns: 4)
        tensor.array = (0..<tensor.count).map { Float($0 % 5) - 2 }
        return tensor
    }

    // MARK: Safetensors

    /// A file whose length of the header is right.
    func write(header: [UInt8], data: [UInt8]) -> String {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        return folder.write(length + header + data, to: "tensors")
    }

    /// The header of a small model's checkpoint, and what comes after it.
    var checkpoint: (header: [UInt8], data: [UInt8]) {
        var shape = ModelShape(items: 3)
        (shape.width, shape.blocks, shape.heads, shape.inner, shape.window) = (8, 1, 1, 8, 4)
        let path = folder.file("small")
        try? Transformer(shape, seed: 1).save(to: path, items: ["a", "b", "灯"])
        let bytes = folder.read("small", as: [UInt8].self) ?? []
        let end = 8 + bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        return (Array(bytes[8..<end]), Array(bytes[end...]))
    }

    // MARK: Encoders

    /// Nil where it cannot be opened.
    var encoder: TextEncoder? {
        _ = folder.write(Self.settings, to: "config.json")
        _ = folder.write(Self.vocabulary, to: "vocab.txt")
        return try? TextEncoder(folder: folder.path)
    }

    static func contentVectors(_ path: String) throws(TextEncoderError) -> ContentVectors {
        try ContentVectors(path: path, model: 7, dimensions: 2)
    }

    /// The file of some vectors.
    func vectors(of texts: [String]) -> [UInt8] {
        let kept = try? Self.contentVectors(folder.file("vectors"))
        _ = try? kept?.update(texts, encode: Self.encode)
        return folder.read("vectors", as: [UInt8].self) ?? []
    }

    /// Stands for an encoder: half precision holds these numbers.
    static func encode(_ texts: [String]) -> [Float] {
        texts.flatMap { [Float($0.utf8.first ?? 0), 1] }
    }
}
