internal import Neural
internal import Primitives

/// Trains a ``ShopEncoder`` with a softmax over the items of a batch, corrected for how often each is
/// drawn (Yi et al., "Sampling-bias-corrected neural modeling for large corpus item recommendations",
/// 2019).
///
/// A pair is a query and the item that was clicked. Where there are no clicks, an item teaches itself:
/// some words of its title, as somebody who remembers half of it would type them, lead to the whole.
package final class ShopEncoderTrainer {
    /// What is learnt from.
    package struct Example: Hashable, Sendable {
        package var query: String
        /// The number of the item.
        package var item: Int32
        /// Clicks, or how sure one is.
        package var weight: Float

        package init(query: String, item: Int32, weight: Float = 1) {
            self.query = query
            self.item = item
            self.weight = weight
        }
    }

    package struct Settings: Hashable, Sendable {
        package var batch = 256
        package var learningRate: Float = 0.01
        /// The cosine is divided by it.
        package var temperature: Float = 0.12
        /// The share of a title's words that a made-up query leaves out.
        package var dropout = 0.3

        package init() {}
    }

    package let encoder: ShopEncoder
    package let settings: Settings
    private let items: [Document]
    private let clicks: [Click]
    private var random: SeededRNG
    private let moments: AdamW.Moments
    private let gradient: SparseGradient
    private let loss: InBatchSoftmax
    private var steps = 0

    private struct Document {
        var words: [[Feature]]
        var details: [Feature]
    }

    private struct Click {
        var features: [Feature]
        var item: Int32
        var weight: Float
        /// The logarithm of the share of clicks that lead to its item.
        var logFrequency: Float
    }

    /// - Parameters:
    ///   - encoder: Is changed while this trains it: nobody else may use it until then.
    ///   - items: Title and details of each item, by number.
    ///   - examples: Clicks; none, and the catalogue teaches alone.
    ///   - settings: How to train.
    ///   - seed: Draws order and made-up queries.
    package init(
        _ encoder: ShopEncoder, items: [(title: String, details: String)], examples: [Example],
        settings: Settings = Settings(), seed: UInt64
    ) {
        self.encoder = encoder
        self.settings = settings
        let features = encoder.features
        self.items = items.map { item in
            Document(
                words: features.words(of: item.title),
                details: encoder.itemFeatures(title: "", details: item.details))
        }
        var counts: [Int32: Float] = [:]
        for example in examples { counts[example.item, default: 0] += 1 }
        clicks = examples.map {
            Click(
                features: features.words(of: $0.query).flatMap(\.self), item: $0.item,
                weight: $0.weight,
                logFrequency: naturalLogarithm((counts[$0.item] ?? 1) / Float(examples.count)))
        }
        random = SeededRNG(seed: seed)
        moments = AdamW.Moments(of: encoder.table)
        gradient = SparseGradient(
            tableRows: encoder.table.rows, columns: encoder.dimensions, capacity: 16384)
        loss = InBatchSoftmax(
            batch: settings.batch, dimensions: encoder.dimensions,
            temperature: settings.temperature)
    }

    /// One pass over the catalogue.
    ///
    /// - Returns: The mean loss.
    package func catalogueEpoch() -> Double {
        var order = items.indices.filter { items[$0].words.count > 1 }
        let settings = settings
        return epoch(&order) { [items] index, random in
            let document = items[index]
            let kept = document.words.filter { _ in !random.chance(settings.dropout) }
            let query = kept.isEmpty ? [random.pick(document.words)] : kept
            // The item loses words too, or else the query would be a part of it each time.
            let rest = document.words.filter { _ in !random.chance(settings.dropout / 2) }
            return (
                query.flatMap(\.self), rest.flatMap(\.self) + document.details, Int32(index), 1, 0
            )
        }
    }

    /// One pass over the clicks.
    ///
    /// - Returns: The mean loss.
    package func clickEpoch() -> Double {
        var order = Array(clicks.indices)
        return epoch(&order) { [items, clicks] index, _ in
            let click = clicks[index]
            let document = items[Int(click.item)]
            return (
                click.features, document.words.flatMap(\.self) + document.details, click.item,
                click.weight, click.logFrequency
            )
        }
    }

    private typealias Pair = (
        query: [Feature], item: [Feature], number: Int32, weight: Float, logFrequency: Float
    )

    private func epoch(
        _ order: inout [Int], _ pair: (Int, inout SeededRNG) -> Pair
    ) -> Double {
        for index in order.indices.reversed() {
            order.swapAt(index, random.index(below: index + 1))
        }
        var (sum, start) = (0.0, 0)
        while start < order.count {
            let end = min(order.count, start + settings.batch)
            loss.removeAll()
            for index in order[start..<end] {
                let pair = pair(index, &random)
                loss.append(
                    query: pair.query, item: pair.item, number: pair.number, weight: pair.weight,
                    logFrequency: pair.logFrequency)
            }
            sum += loss.evaluate(encoder.table, into: gradient)
            step()
            start = end
        }
        return sum / Double(max(1, order.count))
    }

    private func step() {
        steps += 1
        var optimiser = AdamW()
        optimiser.weightDecay = 0
        optimiser.update(
            encoder.table, moments: moments, gradient: gradient,
            step: AdamW.Step(number: steps, learningRate: settings.learningRate))
        gradient.clear()
    }
}
