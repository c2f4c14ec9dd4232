internal import Neural

extension TextEncoder {
    /// One thread's buffers for an encoder. They grow to the largest batch that was encoded.
    package final class Worker {
        private let encoder: TextEncoder
        private var buffers: Buffers
        private let attention: EncoderAttention

        /// Tokens that are encoded together at most, unless a single text has more.
        private static let batchTokens = 384

        package init(_ encoder: TextEncoder) {
            self.encoder = encoder
            let shape = encoder.shape
            buffers = Buffers(tokens: 32, shape)
            attention = EncoderAttention(
                heads: shape.heads, size: shape.width / shape.heads,
                longest: encoder.tokeniser.lengthMax)
        }

        /// The vector of a query.
        package func encode(query: String) -> [Float] {
            let tokens = encoder.tokeniser.tokens(of: encoder.folder.queryPrompt + query)
            return encode([tokens])
        }

        /// The vectors of texts of items, one after the other.
        package func encode(items: [String]) -> [Float] {
            encode(items.map { encoder.tokeniser.tokens(of: encoder.folder.itemPrompt + $0) })
        }

        /// The vectors of texts in tokens, one after the other. Texts share passes without padding.
        ///
        /// Each has from 1 to the tokeniser's `lengthMax` tokens of the vocabulary.
        package func encode(_ texts: [[Int32]]) -> [Float] {
            var vectors: [Float] = []
            vectors.reserveCapacity(texts.count * encoder.dimensions)
            var start = 0
            while start < texts.count {
                var end = start + 1
                var tokens = texts[start].count
                while end < texts.count, tokens + texts[end].count <= Self.batchTokens {
                    tokens += texts[end].count
                    end += 1
                }
                encode(texts[start..<end], tokens: tokens, into: &vectors)
                start = end
            }
            return vectors
        }

        private func encode(
            _ texts: ArraySlice<[Int32]>, tokens: Int, into vectors: inout [Float]
        ) {
            if tokens > buffers.stream.rowsMax { buffers = Buffers(tokens: tokens, encoder.shape) }
            var offsets: [Int32] = [0]
            buffers.stream.fill(0)
            buffers.stream.rows = tokens
            let weights = encoder.weights
            for text in texts {
                precondition(!text.isEmpty && text.count <= encoder.tokeniser.lengthMax)
                let first = Int(offsets[offsets.count - 1])
                for (position, token) in text.enumerated() {
                    let row = first + position
                    weights.words.addRow(Int(token), to: buffers.stream, at: row)
                    weights.positions.addRow(position, to: buffers.stream, at: row)
                    weights.segment?.addRow(0, to: buffers.stream, at: row)
                }
                offsets.append(Int32(first + text.count))
            }
            weights.embeddingNorm.forward(
                buffers.stream, into: buffers.stream, moments: buffers.moments)
            for layer in weights.layers { pass(layer, offsets) }
            for (first, end) in zip(offsets, offsets.dropFirst()) {
                vectors += pooled(Int(first)..<Int(end))
            }
        }

        /// One layer: attention and feed-forward, each added to its input and then normed.
        private func pass(_ layer: EncoderWeights.Layer, _ offsets: [Int32]) {
            let (stream, addend) = (buffers.stream, buffers.addend)
            let width = stream.columns
            layer.query.multiply(stream, into: buffers.qkv)
            layer.key.multiply(stream, into: buffers.qkv, column: width)
            layer.value.multiply(stream, into: buffers.qkv, column: 2 * width)
            attention.forward(buffers.qkv, offsets: offsets, into: buffers.context)
            layer.attentionOutput.multiply(buffers.context, into: addend)
            layer.attentionNorm.forward(
                adding: addend, to: stream, sum: stream, into: addend, moments: buffers.moments)
            layer.inner.multiply(addend, into: buffers.inner)
            switch encoder.shape.activation {
            case .gelu: buffers.inner.applyExactGELU()
            case .geluTanh: Activation.gelu.forward(buffers.inner, into: buffers.inner)
            }
            layer.output.multiply(buffers.inner, into: stream)
            layer.outputNorm.forward(
                adding: stream, to: addend, sum: addend, into: stream, moments: buffers.moments)
        }

        private func pooled(_ rows: Range<Int>) -> [Float] {
            let (stream, width) = (buffers.stream, encoder.dimensions)
            var vector = [Float](repeating: 0, count: width)
            let pooled = encoder.folder.pooling == .first ? rows.prefix(1) : rows[...]
            for row in pooled {
                for column in 0..<width { vector[column] += stream[row, column] }
            }
            for column in 0..<width { vector[column] /= Float(pooled.count) }
            return encoder.folder.normalises ? UnitVector.normalised(vector) : vector
        }
    }
}

/// What a pass writes, a row for each token.
private struct Buffers {
    let stream, addend, context, qkv, inner, moments: Tensor

    init(tokens: Int, _ shape: EncoderShape) {
        stream = Tensor(rows: tokens, columns: shape.width)
        addend = Tensor(rows: tokens, columns: shape.width)
        context = Tensor(rows: tokens, columns: shape.width)
        qkv = Tensor(rows: tokens, columns: 3 * shape.width)
        inner = Tensor(rows: tokens, columns: shape.inner)
        moments = Tensor(rows: tokens, columns: 2)
    }
}
