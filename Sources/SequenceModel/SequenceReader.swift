import Neural

/// Reads whole histories with a model: what each makes of all items. Holds the scratch memory of
/// one thread.
package final class SequenceReader {
    private let model: Transformer
    private let activations: Activations
    private var batch = PackedBatch()
    private let last: Tensor
    private let scores: Tensor
    /// [width × items]
    private let turned: Tensor

    package init(_ model: Transformer) {
        self.model = model
        activations = Activations(model.shape, tokensMax: model.shape.reach)
        last = Tensor(rows: 1, columns: model.shape.width)
        scores = Tensor(rows: 1, columns: model.shape.items)
        turned = Tensor(rows: model.shape.width, columns: model.shape.items)
        Gemm.transpose(model.items, into: turned)
    }

    /// Scores all items as the next event after a history, of which at most the last
    /// `ModelShape.reach` events are read. All zero after nothing.
    package func score(_ history: EventSequence, into result: inout [Float]) {
        guard history.count > 0 else {
            for index in result.indices { result[index] = 0 }
            return
        }
        batch.removeAll()
        batch.append(
            history.suffix(model.shape.reach), buckets: model.shape.attributes)
        model.encoder.forward(batch, activations)
        let row = activations.final.rows - 1
        for column in 0..<last.columns { last[0, column] = activations.final[row, column] }
        Gemm.multiply(last, turned, into: scores)
        for index in 0..<min(result.count, scores.columns) { result[index] = scores[0, index] }
    }
}
