import Neural

/// Learns items' vectors that are the sum of a part of their own and of what their content says.
///
/// In each step some items go without their own part, so that the content learns to stand alone, as
/// it has to for an item that is new (Volkovs, Yu and Poutanen, "DropoutNet", 2017). The table that
/// the model reads holds the sums: those that a step reads are made before it, all of them after a
/// pass. Sums of averages are averages of sums, so parts are what is averaged over the steps.
final class ContentLearner {
    private static let rowsAtOnce = 4096

    private let model: Transformer
    /// What it is on average over the steps, if that is wanted, and its parts.
    private let average: (model: Transformer, parts: Tensor)?
    private let hashing: FeatureHashing
    /// Of each item, which of `parts` it is the sum of: its own, and its features' buckets.
    private let features: EmbeddingBag
    /// The items' own parts, then the buckets' vectors.
    let parts: Tensor
    let moments: AdamW.Moments
    private let own: Tensor
    private let buckets: Tensor
    private let gradient: SparseGradient
    private let settings: TrainingSettings
    /// Scratch: the features of some items, and their sums.
    private var chosen = EmbeddingBag()
    private var sums: Tensor
    private var step = 0

    init(
        _ model: Transformer, _ content: ItemContent, average: Transformer?,
        features: [Set<UInt64>], _ settings: TrainingSettings
    ) {
        let (count, width) = (model.shape.items, model.shape.width)
        precondition(features.count == count, "each item has features, if perhaps none")
        self.model = model
        self.settings = settings
        hashing = content.hashing
        var bags = EmbeddingBag()
        for item in features {
            let entries = hashing.bag(item)
            bags.append(
                entries.map { Int32(count) + $0.index }, weights: entries.map(\.weight))
        }
        self.features = bags
        parts = Tensor(rows: count + content.projection.rows, columns: width)
        own = Tensor(part: parts, from: 0, rows: count, columns: width)
        buckets = Tensor(
            part: parts, from: count * width, rows: content.projection.rows, columns: width)
        moments = AdamW.Moments(of: parts)
        gradient = SparseGradient(tableRows: parts.rows, columns: width)
        sums = Tensor(rows: Self.rowsAtOnce, columns: width)
        // What the content does not explain is the items' own.
        buckets.copy(content.projection)
        let whole = Tensor(rows: count, columns: width)
        whole.copy(model.items)
        if let average {
            self.average = (average, Tensor(rows: parts.rows, columns: width))
        } else {
            self.average = nil
        }
        composeAll(of: model, parts)
        own.copy(whole)
        own.add(model.items, times: -1)
        model.items.copy(whole)
        self.average?.parts.copy(parts)
    }

    /// The parts on average; nil where none are averaged.
    var averageParts: Tensor? { average?.parts }

    /// Makes the vectors of the items that a step reads; duplicates cost nothing but time.
    func begin(step: Int, reading rows: [Int32]) {
        self.step = step
        compose(rows[...], of: model, parts) { self.goesAlone($0) }
    }

    /// Learns from the gradient of the vectors that the step read.
    func learn(_ gradient: ItemGradient, _ optimiser: AdamW, _ step: AdamW.Step) {
        let (rows, values) = gradient.touched
        choose(rows[...]) { self.goesAlone($0) }
        self.gradient.clear()
        chosen.backward(values, into: self.gradient)
        optimiser.update(parts, moments: moments, gradient: self.gradient, step: step)
    }

    func moveAverage(keeping kept: Float) { average?.parts.average(with: parts, decay: kept) }

    /// Makes all vectors, and gives the models what they need to make more.
    func finish() {
        composeAll(of: model, parts)
        if let average { composeAll(of: average.model, average.parts) }
    }

    private func composeAll(of model: Transformer, _ parts: Tensor) {
        let items = model.items
        model.content?.projection.copy(
            Tensor(
                part: parts, from: items.count, rows: buckets.rows, columns: buckets.columns))
        for start in stride(from: 0, to: items.rows, by: Self.rowsAtOnce) {
            let end = min(start + Self.rowsAtOnce, items.rows)
            compose(Array(Int32(start)..<Int32(end))[...], of: model, parts) { _ in false }
        }
    }

    private func compose(
        _ rows: ArraySlice<Int32>, of model: Transformer, _ parts: Tensor,
        goesAlone: (Int32) -> Bool
    ) {
        choose(rows, goesAlone: goesAlone)
        if rows.count > sums.rowsMax { sums = Tensor(rows: 2 * rows.count, columns: sums.columns) }
        chosen.forward(parts, into: sums)
        Embedding.replace(rows, of: model.items, by: sums)
    }

    private func choose(_ rows: ArraySlice<Int32>, goesAlone: (Int32) -> Bool) {
        chosen.removeAll()
        for row in rows {
            chosen.append(features, at: Int(row), and: goesAlone(row) ? nil : (row, 1))
        }
    }

    /// Whether an item's content stands alone in this step.
    private func goesAlone(_ item: Int32) -> Bool {
        settings.ownDropout > 0
            && Float(mixed(UInt64(item), seed: settings.seed &+ UInt64(step)) >> 40) * 0x1p-24
                < settings.ownDropout
    }
}
