import Neural

/// Reads events one at a time: each costs one token, whatever came before. One thread.
///
/// Positions count from an anchor. A history that has outgrown `ModelShape.reach` starts anew from
/// its last `window` events, which are encoded at once; a reader of whole histories that cuts them
/// in the same places sees the same (up to the rounding of the cache to half precision). On wish the
/// matrices are rounded to bytes, but for histories that are encoded at once.
package final class IncrementalReader {
    /// Events that are read together.
    private static let batchMax = 32

    private let model: Transformer
    private let encoder: Encoder
    /// The matrices in bytes, block by block; empty where floats are read.
    private let bytes: [ByteBlock]
    private let qkv: Tensor
    private let scores: Tensor
    private var declaration = EmbeddingBag()
    private let declared: Tensor
    private let stream: Tensor
    private let normed: Tensor
    private let moments: Tensor
    private let attended: Tensor
    private let branch: Tensor
    private let gate: Tensor
    private let kept: Tensor
    private let inner: Tensor
    /// For histories that are encoded at once.
    private let activations: Activations
    private var batch = PackedBatch()

    /// - Parameters:
    ///   - model: Must not change while it is read.
    ///   - inBytes: Whether to read its matrices rounded to bytes: faster, a little less exact.
    package init(_ model: Transformer, inBytes: Bool = false) {
        self.model = model
        bytes = inBytes ? model.weights.blocks.map(ByteBlock.init) : []
        encoder = model.encoder
        let shape = model.shape
        func rows(_ columns: Int) -> Tensor { Tensor(rows: Self.batchMax, columns: columns) }
        qkv = rows(3 * shape.width)
        scores = Tensor(rows: 1, columns: shape.reach)
        declared = Tensor(rows: 1, columns: shape.width)
        stream = rows(shape.width)
        normed = rows(shape.width)
        moments = rows(2)
        attended = rows(shape.width)
        branch = rows(shape.width)
        gate = rows(shape.width)
        kept = rows(shape.width)
        inner = rows(shape.inner)
        activations = Activations(shape, tokensMax: shape.reach)
    }

    /// Takes one event in; `state.hidden` then says what comes next.
    package func append(
        item: UInt32, action: UInt8 = 0, gap: UInt8 = 0, to state: ShopperState
    ) {
        state.note(item: item, action: action, gap: gap)
        if state.events.count > model.shape.reach {
            state.anchor(keeping: model.shape.window)
            encode(state)
        } else {
            step(state, from: state.events.count - 1)
        }
    }

    /// Takes a whole history in, as if its events had come one at a time.
    package func read(_ history: EventSequence, into state: ShopperState) {
        let (window, reach) = (model.shape.window, model.shape.reach)
        var count = history.count
        // After the first overflow a history holds between `window` and `reach` events.
        if count > reach { count = window + (count - reach - 1) % (reach - window + 1) }
        state.anchor(keeping: 0)
        state.declare(history.attributes)
        for index in history.count - count..<history.count {
            state.note(
                item: history.items[index],
                action: history.actions.isEmpty ? 0 : history.actions[index],
                gap: history.gaps.isEmpty ? 0 : history.gaps[index])
        }
        if count > 0 { encode(state) }
    }

    /// Takes in what a shopper now says of themselves: all that was read is read anew.
    package func declare(_ attributes: Set<UInt64>, of state: ShopperState) {
        guard attributes != state.events.attributes else { return }
        state.declare(attributes)
        guard model.shape.attributes > 0, state.events.count > 0 else { return }
        state.anchor(keeping: state.events.count)
        encode(state)
    }

    /// Encodes the events of a state at once.
    private func encode(_ state: ShopperState) {
        batch.removeAll()
        batch.append(state.events, buckets: model.shape.attributes)
        encoder.forward(batch, activations)
        for token in 0..<batch.tokens {
            state.cache.appendToken()
            for block in 0..<model.shape.blocks {
                state.cache.store(
                    activations.blocks[block].qkv, row: token, token: token, block: block)
            }
        }
        let last = activations.final.rows - 1
        for column in 0..<model.shape.width {
            state.hidden[0, column] = activations.final[last, column]
        }
    }

    /// Encodes the events of a state from one on, given the cache of those before it: together, so that
    /// each weight is fetched once, and as if each had come alone, to the last bit. No sum goes over two
    /// rows.
    ///
    /// - Parameters:
    ///   - state: Its last events are not in its cache.
    ///   - first: The first of them; there is one at least.
    func step(_ state: ShopperState, from first: Int) {
        let most = bytes.isEmpty ? Self.batchMax : 1
        for start in stride(from: first, to: state.events.count, by: most) {
            step(state, start..<min(start + most, state.events.count))
        }
        state.hidden.copy(row: normed.rows - 1, of: normed)
    }

    private func step(_ state: ShopperState, _ tokens: Range<Int>) {
        let weights = model.weights
        attended.rows = tokens.count
        embed(state, tokens)
        for _ in tokens { state.cache.appendToken() }
        weights.blocks[0].normA.forward(stream, into: normed, moments: moments)
        for (index, block) in weights.blocks.enumerated() {
            apply(block.attend, bytes.isEmpty ? nil : bytes[index].attend, normed, into: qkv)
            encoder.rotation.apply(to: qkv, at: tokens.map { Int32($0) })
            for (row, token) in tokens.enumerated() {
                state.cache.store(qkv, row: row, token: token, block: index)
                state.cache.attend(
                    qkv, row: row, tokens: token + 1, heads: model.shape.heads, block: index,
                    scores: scores, into: attended)
            }
            apply(block.join, bytes.isEmpty ? nil : bytes[index].join, attended, into: branch)
            gateIfNeeded(block, 0)
            block.normB.forward(
                adding: branch, to: stream, sum: stream, into: normed, moments: moments)
            apply(block.widen, bytes.isEmpty ? nil : bytes[index].widen, normed, into: inner)
            Activation.gelu.forward(inner, into: inner)
            apply(block.narrow, bytes.isEmpty ? nil : bytes[index].narrow, inner, into: branch)
            gateIfNeeded(block, 1)
            encoder.norm(after: index).forward(
                adding: branch, to: stream, sum: stream, into: normed, moments: moments)
        }
    }

    private func apply(
        _ linear: Weights.Linear, _ bytes: ByteMatrix?, _ input: Tensor, into output: Tensor
    ) {
        if let bytes {
            bytes.multiply(input, bias: linear.bias, into: output)
        } else {
            linear.forward(input, into: output)
        }
    }

    private func embed(_ state: ShopperState, _ tokens: Range<Int>) {
        let weights = model.weights
        let shape = model.shape
        let events = state.events
        var lookups = [
            Embedding.Lookup(model.items, at: events.items[tokens].map { Int32($0) })
        ]
        if shape.actions > 0 {
            lookups.append(.init(weights.actions, at: events.actions[tokens].map { Int32($0) }))
        }
        if shape.gaps > 0 {
            lookups.append(.init(weights.gaps, at: events.gaps[tokens].map { Int32($0) }))
        }
        if shape.attributes > 0 {
            declaration.removeAll()
            declaration.append(
                equally: PackedBatch.buckets(
                    of: events.attributes, among: shape.attributes))
            declaration.forward(weights.attributes, into: declared)
            lookups.append(.init(declared, at: tokens.map { _ in 0 }))
        }
        Embedding.forward(lookups, into: stream)
    }

    private func gateIfNeeded(_ block: Weights.Block, _ index: Int) {
        guard model.shape.isGated else { return }
        Gemm.multiply(normed, block.gates[index].weight, into: gate)
        Gate.forward(gate, bias: block.gates[index].bias, branch: branch, keeping: kept)
    }
}
