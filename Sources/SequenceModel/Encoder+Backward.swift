import Neural

extension Encoder {
    /// What one thread gathers while it goes back through its batches.
    final class Gradients {
        let weights: Weights
        let items: ItemGradient
        /// The gradient of the stream, of a branch, and of what a branch holds inside.
        let stream: Tensor
        let branch: Tensor
        let branchInput: Tensor
        let qkv: Tensor
        let inner: Tensor
        let normed: Tensor
        let gated: Tensor
        let gate: Tensor

        init(_ shape: ModelShape, tokensMax: Int, isDense: Bool) {
            func rows(_ columns: Int) -> Tensor { Tensor(rows: tokensMax, columns: columns) }
            weights = Weights(shape)
            items =
                isDense
                ? .dense(Tensor(rows: shape.items, columns: shape.width))
                : .sparse(SparseGradient(tableRows: shape.items, columns: shape.width))
            stream = rows(shape.width)
            branch = rows(shape.width)
            branchInput = rows(shape.width)
            qkv = rows(3 * shape.width)
            inner = rows(shape.inner)
            normed = rows(shape.width)
            gated = rows(shape.width)
            gate = rows(shape.width)
        }
    }

    /// Adds the gradients of weights and items to `gradients`.
    ///
    /// - Parameters:
    ///   - batch: What the forward pass read.
    ///   - activations: What it left.
    ///   - gradient: That of `activations.final`; lost.
    ///   - transposed: The matrices of `weights`, transposed.
    ///   - gradients: Is added to.
    ///   - masks: Those of the forward pass.
    func backward(
        _ batch: PackedBatch, _ activations: Activations, from gradient: Tensor,
        transposed: TransposedWeights, into gradients: Gradients, masks: Masks
    ) {
        let stream = gradients.stream
        stream.rows = batch.tokens
        stream.fill(0)
        var normed = gradient
        for index in weights.blocks.indices.reversed() {
            let state = activations.blocks[index]
            let block = (
                weights: weights.blocks[index], gradient: gradients.weights.blocks[index],
                transposed: transposed.blocks[index]
            )
            let next = activations.next(after: index)
            let outer = norm(after: index, of: gradients.weights)
            norm(after: index).backward(
                normed, sum: state.output, moments: next.moments, addingTo: stream,
                dropout: masks.mask(2 * index + 2), addendGradient: gradients.branch,
                parameters: outer)
            var branch = masks.mask(2 * index + 2).isIdentity ? stream : gradients.branch
            feedForwardBackward(block, state, from: branch, gradients)
            block.weights.normB.backward(
                gradients.normed, sum: state.middle, moments: state.momentsB, addingTo: stream,
                dropout: masks.mask(2 * index + 1), addendGradient: gradients.branch,
                parameters: block.gradient.normB)
            branch = masks.mask(2 * index + 1).isIdentity ? stream : gradients.branch
            attendBackward(block, state, batch, activations, from: branch, gradients)
            normed = gradients.normed
        }
        let first = weights.blocks[0].normA
        first.backward(
            normed, input: activations.embedded, moments: activations.blocks[0].momentsA,
            into: stream, accumulating: true, parameters: gradients.weights.blocks[0].normA)
        masks.mask(0).apply(to: stream, into: stream)
        embedBackward(batch, stream, gradients)
    }

    private typealias BlockParts = (
        weights: Weights.Block, gradient: Weights.Block, transposed: TransposedWeights.Block
    )

    private func norm(after block: Int, of weights: Weights) -> Norm {
        block + 1 < weights.blocks.count ? weights.blocks[block + 1].normA : weights.final
    }

    /// Leaves the gradient of the branch's normed input in `gradients.normed`.
    private func feedForwardBackward(
        _ block: BlockParts, _ state: Activations.Block, from branch: Tensor,
        _ gradients: Gradients
    ) {
        var branch = branch
        var adds = false
        if shape.isGated {
            branch = gateBackward(1, block, input: state.normB, state, branch, gradients)
            adds = true
        }
        block.gradient.narrow.addGradient(of: state.activated, branch)
        Gemm.multiply(branch, block.transposed.narrow, into: gradients.inner)
        Activation.backward(
            gradients.inner, slope: state.hidden, into: gradients.inner,
            biasGradient: block.gradient.widen.bias)
        block.gradient.widen.addGradient(of: state.normB, gradients.inner, withBias: false)
        Gemm.multiply(
            gradients.inner, block.transposed.widen, into: gradients.normed, adding: adds)
    }

    private func attendBackward(
        _ block: BlockParts, _ state: Activations.Block, _ batch: PackedBatch,
        _ activations: Activations, from branch: Tensor, _ gradients: Gradients
    ) {
        var branch = branch
        var adds = false
        if shape.isGated {
            branch = gateBackward(0, block, input: state.normA, state, branch, gradients)
            adds = true
        }
        block.gradient.join.addGradient(of: state.attended, branch)
        Gemm.multiply(branch, block.transposed.join, into: gradients.branchInput)
        activations.attention.backward(
            gradients.branchInput, qkv: state.qkv, offsets: batch.starts, out: state.attended,
            logSumExp: state.logSums, into: gradients.qkv)
        rotation.apply(to: gradients.qkv, at: batch.positions, back: true)
        block.gradient.attend.addGradient(of: state.normA, gradients.qkv)
        Gemm.multiply(
            gradients.qkv, block.transposed.attend, into: gradients.normed, adding: adds)
    }

    /// Back through branch ∘ gate: returns the gradient of the branch, and leaves that of the
    /// gate's input in `gradients.normed`.
    private func gateBackward(
        _ index: Int, _ block: BlockParts, input: Tensor, _ state: Activations.Block,
        _ branch: Tensor, _ gradients: Gradients
    ) -> Tensor {
        Gate.backward(
            branch, kept: state.branches[index], gate: state.gates[index],
            branchGradient: gradients.gated, gateGradient: gradients.gate)
        block.gradient.gates[index].addGradient(of: input, gradients.gate)
        Gemm.multiply(gradients.gate, block.transposed.gates[index], into: gradients.normed)
        return gradients.gated
    }

    private func embedBackward(_ batch: PackedBatch, _ stream: Tensor, _ gradients: Gradients) {
        gradients.items.add(stream, at: batch.items)
        if shape.actions > 0 {
            Embedding.backward(stream, at: batch.actions, into: gradients.weights.actions)
        }
        if shape.gaps > 0 {
            Embedding.backward(stream, at: batch.gaps, into: gradients.weights.gaps)
        }
        if shape.attributes > 0 {
            let declared = gradients.branch
            declared.rows = batch.attributes.count
            declared.fill(0)
            Embedding.backward(stream, at: batch.owners, into: declared)
            batch.attributes.backward(declared, into: gradients.weights.attributes)
        }
    }
}
