import Neural

/// One forward and backward pass with nothing random in it: what tests compare with other
/// computations of the same.
package final class GradientCheck {
    package struct Result {
        /// A row a token.
        package var hidden: [Float]
        /// Mean over the tokens.
        package var loss: Double
        /// [items × width]
        package var items: [Float]
        package var weights: Weights
    }

    private let model: Transformer
    private let isDense: Bool

    package init(_ model: Transformer, isDense: Bool) {
        self.model = model
        self.isDense = isDense
    }

    /// - Parameters:
    ///   - items: Of all tokens, sequence after sequence.
    ///   - targets: The item after each.
    ///   - starts: Where sequences begin, and where the last ends.
    ///   - actions: Empty where the model has none.
    ///   - gaps: Empty where the model has none.
    ///   - attributes: Of each sequence; empty where the model has none.
    ///   - negatives: Of the sampled softmax; nil for the full one.
    ///   - calibration: The t of gBCE, in place of the sampled softmax.
    /// - Returns: What the pass gave.
    package func run(
        _ items: [Int32], targets: [Int32], starts: [Int32], actions: [Int32] = [],
        gaps: [Int32] = [], attributes: [Set<UInt64>] = [], negatives: [Int32]?,
        calibration: Float? = nil
    ) -> Result {
        var batch = PackedBatch()
        batch.items = items
        batch.targets = targets
        batch.starts = starts
        for (sequence, declared) in attributes.enumerated() {
            batch.attributes.append(
                equally: PackedBatch.buckets(of: declared, among: model.shape.attributes))
            batch.owners += repeatElement(
                Int32(sequence), count: Int(starts[sequence + 1] - starts[sequence]))
        }
        batch.actions = actions
        batch.gaps = gaps
        batch.positions = zip(starts, starts.dropFirst()).flatMap { Array(0..<($1 - $0)) }
        var settings = TrainingSettings()
        let count = negatives?.count ?? 0
        settings.loss =
            calibration.map { .calibrated(negatives: count, t: $0) }
            ?? (negatives == nil ? .full : .sampled(negatives: count))
        let transposed = TransposedWeights(model.weights)
        transposed.update(from: model.weights)
        let negativeRows = Tensor(rows: negatives?.count ?? 0, columns: model.shape.width)
        if let negatives {
            Embedding.forward([.init(model.items, at: negatives)], into: negativeRows)
        }
        let step = TrainingWorker.Step(
            set: TrainingSet(), encoder: model.encoder, transposed: transposed,
            negatives: negatives ?? [], negativeRows: negativeRows,
            dropout: Dropout(rate: 0, seed: 0), tokenDropout: Dropout(rate: 0, seed: 0),
            number: 1, gradientScale: 1 / Float(items.count))
        let worker = TrainingWorker(model.shape, settings)
        let hidden = worker.run(batch, step)
        return Result(
            hidden: hidden, loss: worker.lossSum / Double(items.count),
            items: worker.gradients.items.dense(rows: model.shape.items, model.shape.width),
            weights: worker.gradients.weights)
    }
}
