internal import Neural

/// The weights of an encoder, mapped from its file; norms are copied, for they are small.
///
/// Never written once they are read, so that any thread may use them.
struct EncoderWeights: @unchecked Sendable {
    struct Layer {
        var query, key, value, attentionOutput: Projection
        var attentionNorm: Norm
        var inner, output: Projection
        var outputNorm: Norm
    }

    /// What tells two encoders apart.
    var matrices: [MappedMatrix] {
        [positions]
            + layers.flatMap { layer in
                [
                    layer.query, layer.key, layer.value, layer.attentionOutput, layer.inner,
                    layer.output,
                ].map(\.weights)
            }
    }

    let words, positions: MappedMatrix
    /// The vector of the first segment, to which all of a text belongs.
    let segment: MappedMatrix?
    let embeddingNorm: Norm
    let layers: [Layer]

    init(path: String, shape: EncoderShape) throws(TextEncoderError) {
        do throws(SafetensorsError) {
            let reader = TensorReader(try MappedSafetensors(path: path), shape)
            let width = shape.width
            words = try reader.matrix(
                "embeddings.word_embeddings.weight", shape.vocabulary, width)
            positions = try reader.matrix(
                "embeddings.position_embeddings.weight", shape.positions, width)
            segment =
                shape.segments == 0
                ? nil
                : try reader.matrix(
                    "embeddings.token_type_embeddings.weight", shape.segments, width)
            embeddingNorm = try reader.norm("embeddings.LayerNorm")
            var layers: [Layer] = []
            for number in 0..<shape.layers { layers.append(try reader.layer(number)) }
            self.layers = layers
        } catch {
            throw TextEncoderError(
                error.code == .cannotOpen || error.code == .cannotRead ? .cannotRead : .badWeights,
                file: error.file, field: error.tensor, error.message)
        }
    }
}

/// Finds tensors by the names that the families give them.
private struct TensorReader {
    private let file: MappedSafetensors
    private let shape: EncoderShape
    /// A model that was saved with a head on it has its own name before that of each tensor.
    private let prefix: String

    init(_ file: MappedSafetensors, _ shape: EncoderShape) {
        (self.file, self.shape) = (file, shape)
        let own = "\(shape.family.rawValue)."
        let isPrefixed = file.header.entries["\(own)embeddings.word_embeddings.weight"] != nil
        prefix = isPrefixed ? own : ""
    }

    func matrix(
        _ name: String, _ rows: Int, _ columns: Int
    ) throws(SafetensorsError) -> MappedMatrix {
        try file.matrix(prefix + name, rows: rows, columns: columns)
    }

    /// Gain and bias have other names in the oldest files.
    func norm(_ name: String) throws(SafetensorsError) -> Norm {
        let isOld = file.header.entries["\(prefix)\(name).gamma"] != nil
        let gain = try matrix("\(name).\(isOld ? "gamma" : "weight")", 1, shape.width)
        let bias = try matrix("\(name).\(isOld ? "beta" : "bias")", 1, shape.width)
        return Norm(gain: gain.copy(), bias: bias.copy(), epsilon: shape.epsilon)
    }

    private func projection(
        _ name: String, from columns: Int, to rows: Int
    ) throws(SafetensorsError) -> Projection {
        Projection(
            weights: try matrix("\(name).weight", rows, columns),
            bias: try matrix("\(name).bias", 1, rows))
    }

    func layer(_ number: Int) throws(SafetensorsError) -> EncoderWeights.Layer {
        let (width, inner) = (shape.width, shape.inner)
        switch shape.family {
        case .bert:
            let name = "encoder.layer.\(number)"
            return EncoderWeights.Layer(
                query: try projection("\(name).attention.self.query", from: width, to: width),
                key: try projection("\(name).attention.self.key", from: width, to: width),
                value: try projection("\(name).attention.self.value", from: width, to: width),
                attentionOutput: try projection(
                    "\(name).attention.output.dense", from: width, to: width),
                attentionNorm: try norm("\(name).attention.output.LayerNorm"),
                inner: try projection("\(name).intermediate.dense", from: width, to: inner),
                output: try projection("\(name).output.dense", from: inner, to: width),
                outputNorm: try norm("\(name).output.LayerNorm"))
        case .distilbert:
            let name = "transformer.layer.\(number)"
            return EncoderWeights.Layer(
                query: try projection("\(name).attention.q_lin", from: width, to: width),
                key: try projection("\(name).attention.k_lin", from: width, to: width),
                value: try projection("\(name).attention.v_lin", from: width, to: width),
                attentionOutput: try projection(
                    "\(name).attention.out_lin", from: width, to: width),
                attentionNorm: try norm("\(name).sa_layer_norm"),
                inner: try projection("\(name).ffn.lin1", from: width, to: inner),
                output: try projection("\(name).ffn.lin2", from: inner, to: width),
                outputNorm: try norm("\(name).output_layer_norm"))
        }
    }
}
