import Dispatch
import Neural
import Primitives

/// Trains a model: next-event prediction at every token, on packed sequences, on all cores.
///
/// A step shares its sequences out to the workers, sums their gradients, and moves the weights by
/// AdamW. With one seed and one number of threads a run gives the same weights to the last bit on
/// one kind of processor.
package final class Trainer {
    /// What came of a pass over the training set.
    package struct Epoch: Hashable, Sendable {
        package var tokens = 0
        package var steps = 0
        /// Steps left out because a gradient was not finite.
        package var stepsSkipped = 0
        /// Mean over the tokens, in nats.
        package var loss = 0.0

        package init() {}
    }

    /// Steps between two updates of the average: each passes over the whole table of items.
    private static let averagingSteps = 8
    /// Up to here all items move in every step, by their momentum where no token names them, as in
    /// Adam's paper: what is rarely met then learns as fast as the rest. In larger tables only the
    /// rows that a step touches move, which costs less.
    private static let itemsMovedMax = 1 << 16

    package let model: Transformer
    /// The moving average of the model's weights, which foretells better than the weights of any
    /// single step (Polyak and Juditsky, 1992): what is judged and kept. The model itself where
    /// nothing is averaged. Complete after each pass.
    package let average: Transformer
    package let settings: TrainingSettings
    /// Steps made so far.
    package private(set) var steps = 0
    /// Passes made so far.
    package private(set) var epochs = 0
    private let workers: [TrainingWorker]
    private let transposed: TransposedWeights
    let moments: AdamW.Moments
    let itemMoments: AdamW.Moments
    private let optimiser: AdamW
    private let negativeRows: Tensor
    let content: ContentLearner?
    private var schedule: LearningRate
    /// The gradient of all items, where all move and the loss sees but some.
    private let itemGradient: Tensor?
    private let distillation: Distillation?

    /// - Parameters:
    ///   - model: Is trained.
    ///   - settings: How.
    ///   - features: Of each item, by their hashes; of no use where the model has no `content`.
    ///   - distillation: What a teacher expects in the set that is learnt.
    package init(
        _ model: Transformer, _ settings: TrainingSettings, features: [Set<UInt64>] = [],
        distillation: Distillation? = nil
    ) {
        self.model = model
        self.settings = settings
        self.distillation = distillation
        let average = settings.averaging > 0 ? Transformer(copying: model) : model
        self.average = average
        workers = (0..<settings.threads).map { _ in
            TrainingWorker(model.shape, settings, distillation)
        }
        transposed = TransposedWeights(model.weights)
        moments = AdamW.Moments(of: model.weights.all)
        itemMoments = AdamW.Moments(of: model.items)
        var optimiser = AdamW()
        optimiser.weightDecay = settings.weightDecay
        self.optimiser = optimiser
        negativeRows = Tensor(rows: settings.loss.negatives, columns: model.shape.width)
        content = model.content.map {
            ContentLearner(
                model, $0, average: average === model ? nil : average, features: features, settings)
        }
        if content == nil { model.items.bringRows(to: settings.itemLength) }
        itemGradient =
            settings.loss != .full && content == nil && model.shape.items <= Self.itemsMovedMax
            ? Tensor(rows: model.shape.items, columns: model.shape.width) : nil
        schedule = LearningRate(
            settings.course, peak: settings.learningRate,
            warmUpSteps: max(0, settings.warmup - 1))
    }

    func goOn(steps: Int, epochs: Int) {
        self.steps = steps
        self.epochs = epochs
    }

    /// One pass over the set, in random order.
    ///
    /// - Parameters:
    ///   - set: What is learnt.
    ///   - progress: Is told of the share done, in 0...1, and of the tokens, after each step; false
    ///     ends the pass.
    /// - Returns: What came of it.
    package func epoch(
        _ set: TrainingSet, progress: (Double, Int) -> Bool = { _, _ in true }
    ) -> Epoch {
        // Each pass draws anew, so that a run that is taken up again goes on as it would have.
        var random = SeededRNG(seed: settings.seed &* 0x9E37_79B9 &+ UInt64(epochs))
        epochs += 1
        let spans = set.spans(tokens: settings.tokens, crop: settings.crop, &random)
        schedule.steps = settings.epochs * ((spans.count + settings.batch - 1) / settings.batch)
        var result = Epoch()
        var start = 0
        while start < spans.count {
            let end = min(start + settings.batch, spans.count)
            step(spans[start..<end], of: set, &random, &result)
            start = end
            guard progress(Double(start) / Double(spans.count), result.tokens) else { break }
        }
        result.loss /= Double(max(1, result.tokens))
        content?.finish()
        return result
    }

    private func step(
        _ spans: ArraySlice<Range<Int>>, of set: TrainingSet, _ random: inout SeededRNG,
        _ result: inout Epoch
    ) {
        let tokens = spans.reduce(0) { $0 + $1.count - 1 }
        steps += 1
        let negatives = (0..<settings.loss.negatives).map { _ in
            Int32(random.index(below: model.shape.items))
        }
        content?.begin(step: steps, reading: itemsRead(spans, of: set, negatives))
        if !negatives.isEmpty {
            Embedding.forward([.init(model.items, at: negatives)], into: negativeRows)
        }
        transposed.update(from: model.weights)
        let step = TrainingWorker.Step(
            set: set, encoder: model.encoder, transposed: transposed, negatives: negatives,
            negativeRows: negativeRows,
            dropout: Dropout(rate: settings.dropout, seed: settings.seed),
            tokenDropout: Dropout(
                rate: settings.tokenDropout ?? settings.dropout, seed: settings.seed),
            number: steps, gradientScale: 1 / Float(tokens))
        let shares = shares(of: spans, tokens: tokens)
        let workers = workers
        DispatchQueue.concurrentPerform(iterations: shares.count) { index in
            workers[index].run(shares[index].spans, firstToken: shares[index].firstToken, step)
        }
        result.loss += workers.prefix(shares.count).reduce(0) { $0 + $1.lossSum }
        result.tokens += tokens
        result.steps += 1
        if !moveWeights(workers.prefix(shares.count)) { result.stepsSkipped += 1 }
        if steps % Self.averagingSteps == 0 { moveAverage() }
    }

    /// The items whose vectors a step reads, each once.
    private func itemsRead(
        _ spans: ArraySlice<Range<Int>>, of set: TrainingSet, _ negatives: [Int32]
    ) -> [Int32] {
        if settings.loss == .full { return Array(0..<Int32(model.shape.items)) }
        let expected = distillation.map { known in spans.map { known.items(of: $0) }.joined() }
        return Array(
            Set(spans.joined().map { Int32(set.items[$0]) } + negatives).union(
                expected.map(Array.init) ?? []))
    }

    private struct Share: Sendable {
        var spans: ArraySlice<Range<Int>>
        var firstToken: Int
    }

    /// Cuts the sequences into runs of about as many tokens for each worker.
    private func shares(of spans: ArraySlice<Range<Int>>, tokens: Int) -> [Share] {
        var shares: [Share] = []
        var (start, firstToken, seen) = (spans.startIndex, 0, 0)
        for index in spans.indices {
            seen += spans[index].count - 1
            let goal = tokens * (shares.count + 1) / workers.count
            guard seen >= goal || index == spans.endIndex - 1 else { continue }
            shares.append(Share(spans: spans[start...index], firstToken: firstToken))
            (start, firstToken) = (index + 1, seen)
        }
        return shares
    }

    /// Sums the workers' gradients in their order and makes one step; false where they are not
    /// finite, and nothing moves.
    private func moveWeights(_ workers: ArraySlice<TrainingWorker>) -> Bool {
        guard let first = workers.first?.gradients else { return true }
        for worker in workers.dropFirst() {
            first.weights.all.add(worker.gradients.weights.all)
            worker.gradients.weights.all.fill(0)
            first.items.merge(worker.gradients.items)
            worker.gradients.items.clear()
        }
        defer {
            first.weights.all.fill(0)
            first.items.clear()
        }
        let squares = first.weights.all.sumOfSquares() + first.items.sumOfSquares
        let normMax = settings.gradientNormMax > 0 ? settings.gradientNormMax : .infinity
        guard let scale = AdamW.gradientScale(sumOfSquares: squares, normMax: normMax) else {
            return false
        }
        let step = AdamW.Step(
            number: steps, learningRate: schedule.rate(at: steps), gradientScale: scale)
        optimiser.update(
            model.weights.all, moments: moments, gradient: first.weights.all, step: step)
        guard content == nil else {
            content?.learn(first.items, optimiser, step)
            return true
        }
        switch first.items {
        case .dense(let gradient):
            optimiser.update(model.items, moments: itemMoments, gradient: gradient, step: step)
            model.items.bringRows(to: settings.itemLength)
        case .sparse(let gradient):
            if let itemGradient {
                Embedding.backward(gradient.values, at: gradient.rows, into: itemGradient)
                optimiser.update(
                    model.items, moments: itemMoments, gradient: itemGradient, step: step)
                model.items.bringRows(to: settings.itemLength)
            } else {
                optimiser.update(model.items, moments: itemMoments, gradient: gradient, step: step)
                model.items.bringRows(gradient.rows, to: settings.itemLength)
            }
        }
        return true
    }

    private func moveAverage() {
        guard average !== model else { return }
        // At first less is kept: what the weights were when they knew nothing is soon forgotten.
        let kept = min(
            1 - Float(Self.averagingSteps) * (1 - settings.averaging),
            Float(steps) / Float(steps + 100))
        average.weights.all.average(with: model.weights.all, decay: kept)
        if let content {
            content.moveAverage(keeping: kept)
        } else {
            average.items.average(with: model.items, decay: kept)
        }
    }
}
