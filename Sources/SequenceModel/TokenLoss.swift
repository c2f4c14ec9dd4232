import Neural

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The loss of predicted items, with the scratch memory of one thread.
final class TokenLoss {
    private enum Form {
        case sampled(SampledLoss)
        case full(FullSoftmax)
    }

    private let form: Form
    private let targetRows: Tensor
    private let targetGradient: Tensor
    private let negativeGradient: Tensor
    private let negativeCorrection: Tensor?
    private let distillation: Distillation?
    /// Of each token, by how its labels differ from what came, and the sums of their items.
    private var labels = EmbeddingBag()
    private let pull: Tensor
    private let pushed: Tensor

    init(
        _ shape: ModelShape, _ settings: TrainingSettings, _ distillation: Distillation?,
        tokensMax: Int
    ) {
        let width = shape.width
        self.distillation = distillation
        pull = Tensor(rows: distillation == nil ? 0 : tokensMax, columns: width)
        pushed = Tensor(rows: pull.rows, columns: width)
        var negativesMax = 0
        var correction: Float?
        switch settings.loss {
        case .full:
            form = .full(FullSoftmax(rowsMax: tokensMax, size: width))
        case .sampled(let negatives):
            negativesMax = negatives
            correction = log(Float(negatives) / Float(shape.items))
            form = .sampled(SampledLoss(.softmax, negativesMax: negatives, size: width))
        case .calibrated(let negatives, let t):
            negativesMax = negatives
            let beta = SampledLoss.beta(
                negatives: negatives, items: shape.items, calibration: Double(t))
            form = .sampled(
                SampledLoss(.binary(beta: beta), negativesMax: negatives, size: width))
        }
        let rows = negativesMax > 0 ? tokensMax : 0
        targetRows = Tensor(rows: rows, columns: width)
        targetGradient = Tensor(rows: rows, columns: width)
        negativeGradient = Tensor(rows: negativesMax, columns: width)
        negativeCorrection = correction.map { value in
            let corrections = Tensor(rows: 1, columns: negativesMax)
            corrections.fill(value)
            return corrections
        }
    }

    func begin(negatives: Int) {
        negativeGradient.rows = negatives
        negativeGradient.fill(0)
    }

    /// The sum over the rows; their gradient is written, that of the items added.
    func evaluate(
        _ hidden: Tensor, _ batch: PackedBatch, _ step: TrainingWorker.Step,
        into hiddenGradient: Tensor, _ items: ItemGradient
    ) -> Double {
        ofWhatCame(hidden, batch, step, into: hiddenGradient, items)
            + ofWhatWasExpected(hidden, batch, step, into: hiddenGradient, items)
    }

    /// What a teacher's labels add.
    private func ofWhatWasExpected(
        _ hidden: Tensor, _ batch: PackedBatch, _ step: TrainingWorker.Step,
        into hiddenGradient: Tensor, _ items: ItemGradient
    ) -> Double {
        guard let distillation else { return 0 }
        labels.removeAll()
        for (target, event) in zip(batch.targets, batch.events) {
            distillation.append(target, event: event, to: &labels)
        }
        labels.forward(step.encoder.items, into: pull)
        hiddenGradient.add(pull, times: step.gradientScale)
        pushed.copy(hidden)
        pushed.multiply(by: step.gradientScale)
        items.add(pushed, in: labels)
        pull.multiply(by: hidden)
        return pull.array.reduce(0) { $0 + Double($1) }
    }

    private func ofWhatCame(
        _ hidden: Tensor, _ batch: PackedBatch, _ step: TrainingWorker.Step,
        into hiddenGradient: Tensor, _ items: ItemGradient
    ) -> Double {
        switch form {
        case .full(let softmax):
            guard case .dense(let gradient) = items else {
                preconditionFailure("the full softmax touches all items")
            }
            return softmax.evaluate(
                hidden, items: step.encoder.items, targetIDs: batch.targets,
                gradientScale: step.gradientScale, into: (hiddenGradient, gradient))
        case .sampled(let loss):
            Embedding.forward([.init(step.encoder.items, at: batch.targets)], into: targetRows)
            let sum = loss.evaluate(
                hidden,
                against: SampledLoss.Candidates(
                    targets: targetRows, targetIDs: batch.targets, negatives: step.negativeRows,
                    negativeIDs: step.negatives, negativeCorrection: negativeCorrection),
                gradientScale: step.gradientScale,
                into: SampledLoss.Gradients(
                    hidden: hiddenGradient, targets: targetGradient, negatives: negativeGradient))
            items.add(targetGradient, at: batch.targets)
            return sum
        }
    }

    /// Gives the negatives their share, once a step.
    func end(_ step: TrainingWorker.Step, _ items: ItemGradient) {
        if !step.negatives.isEmpty { items.add(negativeGradient, at: step.negatives) }
    }
}
