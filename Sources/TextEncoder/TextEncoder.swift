internal import Neural
internal import Primitives

/// An encoder of the BERT family, opened from a folder in the form of Hugging Face: texts become
/// vectors whose product is the higher, the more alike their meaning.
///
/// Weights are mapped and never copied. Any thread may make a `TextEncoder.Worker` of it.
package final class TextEncoder: Sendable {
    package let shape: EncoderShape
    /// How texts become the numbers of word pieces.
    package let tokeniser: WordPieceTokeniser
    let folder: EncoderFolder
    let weights: EncoderWeights

    /// Opens config.json, vocab.txt or tokenizer.json, model.safetensors and, where they are there,
    /// the settings of sentence-transformers.
    ///
    /// - Throws: A `TextEncoderError` that names file and field.
    package init(folder path: String) throws(TextEncoderError) {
        folder = try EncoderFolder(path)
        shape = folder.shape
        tokeniser = folder.tokeniser
        weights = try EncoderWeights(path: folder.weights, shape: folder.shape)
    }

    /// Floats of a vector.
    package var dimensions: Int { shape.width }

    /// A number that another encoder does not have: a digest of settings, vocabulary and weights but for
    /// those of the words, which take no part so that they need not be read from the disk.
    package func identity() throws(TextEncoderError) -> UInt64 {
        var identity: UInt64 = 0
        for name in [
            "config.json", "vocab.txt", "tokenizer.json", "tokenizer_config.json", "modules.json",
            "1_Pooling/config.json", "sentence_bert_config.json",
            "config_sentence_transformers.json",
        ] where SmallFile.exists("\(folder.path)/\(name)") {
            identity = stableHash(try SmallFile.bytes(of: "\(folder.path)/\(name)"), seed: identity)
        }
        for matrix in weights.matrices { identity = matrix.digest(seed: identity) }
        return identity
    }
}
