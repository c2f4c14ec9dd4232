import Neural
import Primitives

/// Learns the heads of a model whose weights stay as they are: logistic regressions on pairs of what
/// the model thinks of a shopper and the item that came next.
package final class HeadTrainer {
    /// How well a head foretells events that it did not learn from.
    package struct Figures: Hashable, Sendable {
        package var head: String
        /// The share of pairs of a yes and a no that it puts in order; one half for ties.
        package var auc: Double
        /// Mean over the events, in nats.
        package var logLoss: Double
        /// That of the one number that fits all of them best.
        package var logLossOfRate: Double
        /// How far its probabilities lie from what came of it: the mean over ten parts of as many
        /// events each, from the least likely to the likeliest (Naeini, Cooper and Hauskrecht, 2015).
        package var calibrationError: Double
        /// These parts, the least likely first; fewer where there are fewer events.
        package var calibration: [CalibrationPart]
        package var events: Int
        package var yes: Int
    }

    private static let tokensMax = 512
    private static let learningRate: Float = 1e-2

    private let model: Transformer
    private let heads: [ActionHead]
    private let moments: [AdamW.Moments]
    private let activations: Activations
    private var batch = PackedBatch()
    /// Of each token, the kind of the event after it.
    private var answers: [UInt8] = []
    private let hidden: Tensor
    private let items: Tensor
    private let targets: Tensor
    private let product: Tensor
    private let logits: Tensor
    private let labels: Tensor
    private let slopes: Tensor
    private let column: Tensor
    private let row: Tensor
    private let gradient: Tensor
    private var optimiser = AdamW()
    private var steps = 0

    package init(_ model: Transformer, _ heads: [ActionHead]) {
        self.model = model
        self.heads = heads
        let rows = max(Self.tokensMax, model.shape.reach)
        let width = model.shape.width
        moments = heads.map { AdamW.Moments(of: $0.weight) }
        activations = Activations(model.shape, tokensMax: rows)
        hidden = Tensor(rows: rows, columns: width + 1)
        items = Tensor(rows: rows, columns: width)
        targets = Tensor(rows: rows, columns: width + 1)
        product = Tensor(rows: rows, columns: width + 1)
        logits = Tensor(rows: rows, columns: 1)
        labels = Tensor(rows: rows, columns: 1)
        slopes = Tensor(rows: rows, columns: 1)
        column = Tensor(rows: width + 1, columns: 1)
        column.fill(1)
        row = Tensor(rows: 1, columns: width + 1)
        row.fill(1)
        gradient = Tensor(rows: width + 1, columns: width + 1)
    }

    /// Makes so many passes over a set in random order.
    package func fit(_ set: TrainingSet, passes: Int, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for pass in 1...max(1, passes) {
            forEachBatch(of: set, &random) {
                steps += 1
                // The last steps are small, so that the heads come to rest.
                let rest = Float(passes - pass + 1) / Float(max(1, passes))
                for index in heads.indices { learn(index, rate: Self.learningRate * rest) }
            }
        }
    }

    /// Foretells all events of a set but the first of each sequence.
    package func figures(on set: TrainingSet) -> [Figures] {
        var random = SeededRNG(seed: 0)
        var all = heads.map { _ in (loss: 0.0, outcomes: [(logit: Float, isYes: Bool)]()) }
        forEachBatch(of: set, &random) {
            for (index, head) in heads.enumerated() {
                all[index].loss += ask(head)
                for token in 0..<batch.tokens {
                    all[index].outcomes.append((logits[token, 0], labels[token, 0] > 0))
                }
            }
        }
        return zip(heads, all).map { head, found in
            Figures(head.name, loss: found.loss, found.outcomes)
        }
    }

    private func forEachBatch(
        of set: TrainingSet, _ random: inout SeededRNG, _ body: () -> Void
    ) {
        precondition(!set.actions.isEmpty || set.events == 0, "heads are learnt from actions")
        func flush() {
            guard !batch.isEmpty else { return }
            model.encoder.forward(batch, activations)
            ActionHead.extend(activations.final, into: hidden)
            Embedding.forward([.init(model.items, at: batch.targets)], into: items)
            ActionHead.extend(items, into: targets)
            body()
            batch.removeAll()
            answers.removeAll(keepingCapacity: true)
        }
        for span in set.spans(tokens: model.shape.reach, crop: .whole, &random) {
            if batch.tokens + span.count - 1 > hidden.rowsMax { flush() }
            batch.append(span, of: set, buckets: model.shape.attributes)
            answers += set.actions[span.dropFirst()]
        }
        flush()
    }

    /// The sum of the losses; leaves logits, labels and slopes.
    private func ask(_ head: ActionHead) -> Double {
        Gemm.multiply(hidden, head.weight, into: product)
        product.multiply(by: targets)
        Gemm.multiply(product, column, into: logits)
        labels.rows = batch.tokens
        for (token, action) in answers.enumerated() {
            labels[token, 0] = head.actions.contains(action) ? 1 : 0
        }
        return ElementwiseLoss.binary(
            logits, labels: labels, gradientScale: 1 / Float(batch.tokens), into: slopes)
    }

    private func learn(_ index: Int, rate: Float) {
        let head = heads[index]
        _ = ask(head)
        Gemm.multiply(slopes, row, into: product)
        product.multiply(by: targets)
        Gemm.multiplyTransposed(hidden, product, into: gradient, adding: false)
        optimiser.update(
            head.weight, moments: moments[index], gradient: gradient,
            step: .init(number: steps, learningRate: rate))
    }
}
