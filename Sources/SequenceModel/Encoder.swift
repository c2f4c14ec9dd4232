import Neural

/// The transformer: what it computes of a batch of sequences, and its gradients.
///
/// Pre-norm causal blocks: x + attention(norm x), then x + feed-forward(norm x), a last norm, and
/// the items' own vectors as output (Kang and McAuley, "Self-attentive sequential recommendation",
/// 2018; in the form of Klenitskiy and Vasilev, 2023). Of a gated model each branch is multiplied
/// by a logistic gate of its normed input.
struct Encoder {
    let shape: ModelShape
    let weights: Weights
    /// [items × width]
    let items: Tensor
    let rotation: Rotation

    /// The masks of one step's dropout for one batch, whose first token has this number.
    struct Masks {
        var tokens: Dropout
        var branches: Dropout
        var step: Int
        var firstToken: Int

        static let none = Masks(
            tokens: Dropout(rate: 0, seed: 0), branches: Dropout(rate: 0, seed: 0), step: 0,
            firstToken: 0)

        /// Layer 0 is that of the tokens' vectors; each block has two more.
        func mask(_ layer: Int) -> Dropout.Mask {
            (layer == 0 ? tokens : branches)
                .mask(step: step, layer: layer, firstRow: firstToken)
        }
    }

    // MARK: Forward

    /// Fills the activations; the result stands in `activations.final`, a row a token.
    func forward(_ batch: PackedBatch, _ activations: Activations, masks: Masks = .none) {
        embed(batch, activations)
        masks.mask(0).apply(to: activations.embedded, into: activations.embedded)
        var stream = activations.embedded
        for (index, block) in weights.blocks.enumerated() {
            let state = activations.blocks[index]
            if index == 0 {
                block.normA.forward(stream, into: state.normA, moments: state.momentsA)
            }
            attend(block, state, batch, activations)
            let branch = activations.branch
            block.normB.forward(
                adding: branch, to: stream, dropout: masks.mask(2 * index + 1),
                sum: state.middle, into: state.normB, moments: state.momentsB)
            feedForward(block, state, activations)
            let next = activations.next(after: index)
            norm(after: index).forward(
                adding: branch, to: state.middle, dropout: masks.mask(2 * index + 2),
                sum: state.output, into: next.normed, moments: next.moments)
            stream = state.output
        }
    }

    /// The norm that reads the stream after a block.
    func norm(after block: Int) -> Norm {
        block + 1 < weights.blocks.count ? weights.blocks[block + 1].normA : weights.final
    }

    private func embed(_ batch: PackedBatch, _ activations: Activations) {
        var lookups = [Embedding.Lookup(items, at: batch.items)]
        if shape.actions > 0 { lookups.append(.init(weights.actions, at: batch.actions)) }
        if shape.gaps > 0 { lookups.append(.init(weights.gaps, at: batch.gaps)) }
        if shape.attributes > 0 {
            batch.attributes.forward(weights.attributes, into: activations.declared)
            lookups.append(.init(activations.declared, at: batch.owners))
        }
        Embedding.forward(lookups, into: activations.embedded)
    }

    private func attend(
        _ block: Weights.Block, _ state: Activations.Block, _ batch: PackedBatch,
        _ activations: Activations
    ) {
        block.attend.forward(state.normA, into: state.qkv)
        rotation.apply(to: state.qkv, at: batch.positions)
        activations.attention.forward(
            state.qkv, offsets: batch.starts, into: state.attended, logSumExp: state.logSums)
        block.join.forward(state.attended, into: activations.branch)
        if shape.isGated {
            gate(state.normA, block.gates[0], state.branches[0], state.gates[0], activations.branch)
        }
    }

    private func feedForward(
        _ block: Weights.Block, _ state: Activations.Block, _ activations: Activations
    ) {
        Gemm.multiply(state.normB, block.widen.weight, into: state.hidden)
        Activation.gelu.forwardLeavingSlope(
            in: state.hidden, bias: block.widen.bias, into: state.activated)
        block.narrow.forward(state.activated, into: activations.branch)
        if shape.isGated {
            gate(state.normB, block.gates[1], state.branches[1], state.gates[1], activations.branch)
        }
    }

    /// branch = branch ∘ logistic(input · W + b); keeps both factors.
    private func gate(
        _ input: Tensor, _ linear: Weights.Linear, _ kept: Tensor, _ gate: Tensor,
        _ branch: Tensor
    ) {
        Gemm.multiply(input, linear.weight, into: gate)
        Gate.forward(gate, bias: linear.bias, branch: branch, keeping: kept)
    }
}
