/// The sizes of an encoder: what its config.json says.
package struct EncoderShape: Hashable, Sendable {
    package enum Activation: String, Sendable, CaseIterable {
        case gelu
        case geluTanh
    }

    /// Where the names of settings and tensors come from.
    package enum Family: String, Sendable, CaseIterable {
        case bert
        case distilbert
    }

    package var family: Family
    /// Floats of a token's vector.
    package var width: Int
    package var layers: Int
    package var heads: Int
    /// Columns within a feed-forward layer.
    package var inner: Int
    package var vocabulary: Int
    package var positions: Int
    /// Kinds of segments; 0 for a family that has none.
    package var segments: Int
    package var epsilon: Float
    package var activation: Activation

    init(_ file: SettingsFile) throws(TextEncoderError) {
        let type = try file.text("model_type") ?? "bert"
        guard let family = Family(rawValue: type) else {
            let known = Family.allCases.map(\.rawValue).joined(separator: ", ")
            throw TextEncoderError(
                .unsupported, file: file.path, field: "model_type",
                "is \"\(type)\"; these are known: \(known)")
        }
        self.family = family
        let isBERT = family == .bert
        width = try file.count(isBERT ? "hidden_size" : "dim", in: 1...8192)
        layers = try file.count(isBERT ? "num_hidden_layers" : "n_layers", in: 1...128)
        heads = try file.count(isBERT ? "num_attention_heads" : "n_heads", in: 1...256)
        inner = try file.count(isBERT ? "intermediate_size" : "hidden_dim", in: 1...65536)
        vocabulary = try file.count("vocab_size", in: 3...4_000_000)
        positions = try file.count("max_position_embeddings", in: 3...65536)
        segments = isBERT ? try file.count("type_vocab_size", in: 1...16) : 0
        epsilon = Float(try file.number("layer_norm_eps") ?? 1e-12)
        let kind = try file.text("position_embedding_type") ?? "absolute"
        guard kind == "absolute" else {
            throw TextEncoderError(
                .unsupported, file: file.path, field: "position_embedding_type",
                "is \"\(kind)\"; only absolute positions are known")
        }
        activation = try Self.activation(file, isBERT ? "hidden_act" : "activation")
        guard width % heads == 0 else {
            throw TextEncoderError(
                .malformed, file: file.path,
                "has \(heads) attention heads, which \(width) columns cannot be shared among")
        }
    }

    private static func activation(
        _ file: SettingsFile, _ field: String
    ) throws(TextEncoderError) -> Activation {
        let name = try file.text(field) ?? "gelu"
        switch name {
        case "gelu": return .gelu
        case "gelu_new", "gelu_pytorch_tanh": return .geluTanh
        default:
            throw TextEncoderError(
                .unsupported, file: file.path, field: field,
                "is \"\(name)\"; these are known: gelu, gelu_new, gelu_pytorch_tanh")
        }
    }
}
