import Neural

/// What the forward pass leaves for the backward one, for one micro-batch: made once, used for all.
///
/// Memory: with width d and inner width i, 4 · (8d + 2i) bytes a token and block, 4d more for each
/// branch of a gated one.
final class Activations {
    struct Block {
        /// The stream as it enters, normed: what attention reads.
        let normA: Tensor
        let momentsA: Tensor
        let qkv: Tensor
        let attended: Tensor
        /// log Σ exp of each head's scores.
        let logSums: Tensor
        /// The stream between the branches, and its norm.
        let middle: Tensor
        let normB: Tensor
        let momentsB: Tensor
        /// Before the activation; after the forward pass the activation's slope.
        let hidden: Tensor
        let activated: Tensor
        /// The stream after the block.
        let output: Tensor
        /// Of a gated model, for each branch: what is gated, and the gate.
        let branches: [Tensor]
        let gates: [Tensor]
    }

    /// The tokens' vectors: the stream as it enters the first block.
    let embedded: Tensor
    let blocks: [Block]
    /// What each sequence's attributes come to.
    let declared: Tensor
    /// The last stream, normed: what meets the items' vectors.
    let final: Tensor
    let finalMoments: Tensor
    /// What a branch adds to the stream.
    let branch: Tensor
    let attention: CausalAttention

    init(_ shape: ModelShape, tokensMax: Int) {
        func rows(_ columns: Int) -> Tensor { Tensor(rows: tokensMax, columns: columns) }
        let width = shape.width
        blocks = (0..<shape.blocks).map { _ in
            Block(
                normA: rows(width), momentsA: rows(2), qkv: rows(3 * width), attended: rows(width),
                logSums: rows(shape.heads), middle: rows(width), normB: rows(width),
                momentsB: rows(2), hidden: rows(shape.inner), activated: rows(shape.inner),
                output: rows(width), branches: shape.isGated ? [rows(width), rows(width)] : [],
                gates: shape.isGated ? [rows(width), rows(width)] : [])
        }
        embedded = rows(width)
        declared = Tensor(rows: shape.attributes > 0 ? tokensMax : 0, columns: width)
        final = rows(width)
        finalMoments = rows(2)
        branch = rows(width)
        attention = CausalAttention(
            heads: shape.heads, size: width / shape.heads, longest: min(tokensMax, shape.reach))
    }

    /// The stream that enters a block.
    func stream(before block: Int) -> Tensor { block == 0 ? embedded : blocks[block - 1].output }

    /// Where the norm of the stream after a block is kept.
    func next(after block: Int) -> (normed: Tensor, moments: Tensor) {
        block + 1 < blocks.count
            ? (blocks[block + 1].normA, blocks[block + 1].momentsA) : (final, finalMoments)
    }
}
