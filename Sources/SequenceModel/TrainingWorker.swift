import Neural

/// One thread of training: takes its share of a step's sequences, a micro-batch at a time, and
/// gathers their gradients.
///
/// A micro-batch is small enough for its activations to stay in the cache between the forward and
/// the backward pass. `@unchecked Sendable`: a worker is used by one thread at a time, and the step
/// waits for all of them.
final class TrainingWorker: @unchecked Sendable {
    /// Tokens of a micro-batch, unless a single sequence has more.
    static let tokensMax = 512

    /// What all workers of a step share and none changes.
    struct Step: @unchecked Sendable {
        let set: TrainingSet
        let encoder: Encoder
        let transposed: TransposedWeights
        let negatives: [Int32]
        /// The negatives' vectors.
        let negativeRows: Tensor
        let dropout: Dropout
        let tokenDropout: Dropout
        let number: Int
        /// One over the tokens of the step.
        let gradientScale: Float
    }

    let gradients: Encoder.Gradients
    private let activations: Activations
    private let hiddenGradient: Tensor
    private let loss: TokenLoss
    private var batch = PackedBatch()
    /// The sum over the tokens since the step began.
    private(set) var lossSum = 0.0

    init(
        _ shape: ModelShape, _ settings: TrainingSettings, _ distillation: Distillation? = nil
    ) {
        let tokensMax = max(Self.tokensMax, settings.tokens)
        activations = Activations(shape, tokensMax: tokensMax)
        gradients = Encoder.Gradients(
            shape, tokensMax: tokensMax, isDense: settings.loss == .full)
        hiddenGradient = Tensor(rows: tokensMax, columns: shape.width)
        loss = TokenLoss(shape, settings, distillation, tokensMax: tokensMax)
    }

    /// Goes forward and back through `spans`; the first token is number `firstToken` of the step.
    func run(_ spans: ArraySlice<Range<Int>>, firstToken: Int, _ step: Step) {
        lossSum = 0
        loss.begin(negatives: step.negatives.count)
        var first = firstToken
        batch.removeAll()
        for span in spans {
            if !batch.isEmpty, batch.tokens + span.count - 1 > Self.tokensMax {
                learn(firstToken: first, step)
                first += batch.tokens
                batch.removeAll()
            }
            batch.append(span, of: step.set, buckets: step.encoder.shape.attributes)
        }
        if !batch.isEmpty { learn(firstToken: first, step) }
        loss.end(step, gradients.items)
    }

    /// Goes forward and back through one batch; returns the hidden states, a row a token.
    func run(_ packed: PackedBatch, _ step: Step) -> [Float] {
        lossSum = 0
        loss.begin(negatives: step.negatives.count)
        batch = packed
        learn(firstToken: 0, step)
        loss.end(step, gradients.items)
        return activations.final.array
    }

    private func learn(firstToken: Int, _ step: Step) {
        let masks = Encoder.Masks(
            tokens: step.tokenDropout, branches: step.dropout, step: step.number,
            firstToken: firstToken)
        step.encoder.forward(batch, activations, masks: masks)
        lossSum += loss.evaluate(
            activations.final, batch, step, into: hiddenGradient, gradients.items)
        step.encoder.backward(
            batch, activations, from: hiddenGradient, transposed: step.transposed,
            into: gradients, masks: masks)
    }
}
