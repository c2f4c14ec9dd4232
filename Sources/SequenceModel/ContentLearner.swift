import Neural

/// Learns items' vectors that are the sum of a part of their own and of what their content says.
///
/// In each step some items go without their own part, so that the content learns to stand alone, as
/// it has to for an item that is new (Volkovs, Yu and Poutanen, "DropoutNet", 2017). The table that
/// the model reads holds the sums: those that a step reads are made before it, all of them after a
/// pass.
final class ContentLearner {
    private static let rowsAtOnce = 4096

    private let content: ItemContent
    /// The table that the model reads.
    private let items: Tensor
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
        _ model: Transformer, _ content: ItemContent, features: [Set<UInt64>],
        _ settings: TrainingSettings
    ) {
        let (count, width) = (model.shape.items, model.shape.width)
        precondition(features.count == count, "each item has features, if perhaps none")
        self.content = content
        self.settings = settings
        items = model.items
        var bags = EmbeddingBag()
        for item in features {
            let entries = content.hashing.bag(item)
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
        whole.copy(items)
        finish()
        own.copy(whole)
        own.add(items, times: -1)
        items.copy(whole)
    }

    /// Makes the vectors of the items that a step reads; duplicates cost nothing but time.
    func begin(step: Int, reading rows: [Int32]) {
        self.step = step
        compose(rows[...]) { self.goesAlone($0) }
    }

    /// Learns from the gradient of the vectors that the step read.
    func learn(_ gradient: ItemGradient, _ optimiser: AdamW, _ step: AdamW.Step) {
        let (rows, values) = gradient.touched
        choose(rows[...]) { self.goesAlone($0) }
        self.gradient.clear()
        chosen.backward(values, into: self.gradient)
        optimiser.update(parts, moments: moments, gradient: self.gradient, step: step)
    }

    /// Makes all vectors, and gives the model what it needs to make more.
    func finish() {
        content.projection.copy(buckets)
        for start in stride(from: 0, to: items.rows, by: Self.rowsAtOnce) {
            let end = min(start + Self.rowsAtOnce, items.rows)
            compose(Array(Int32(start)..<Int32(end))[...]) { _ in false }
        }
    }

    private func compose(_ rows: ArraySlice<Int32>, goesAlone: (Int32) -> Bool) {
        choose(rows, goesAlone: goesAlone)
        if rows.count > sums.rowsMax { sums = Tensor(rows: 2 * rows.count, columns: sums.columns) }
        chosen.forward(parts, into: sums)
        Embedding.replace(rows, of: items, by: sums)
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
