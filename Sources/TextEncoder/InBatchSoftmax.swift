package import Neural

/// Pairs of a query and an item, each item a negative of all other pairs: the loss of two towers over
/// one table, and its gradient.
package final class InBatchSoftmax {
    private var queries = EmbeddingBag()
    private var items = EmbeddingBag()
    private var numbers: [Int32] = []
    private var weights: [Float] = []
    private var corrections: [Float] = []
    private let dimensions: Int
    private let softmax: SampledLoss
    private let batch: Int

    package init(batch: Int, dimensions: Int, temperature: Float) {
        self.batch = batch
        self.dimensions = dimensions
        softmax = SampledLoss(
            .softmax, negativesMax: batch, size: dimensions, scale: 1 / temperature)
    }

    package func removeAll() {
        queries.removeAll()
        items.removeAll()
        numbers.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        corrections.removeAll(keepingCapacity: true)
    }

    /// Adds a pair.
    ///
    /// - Parameters:
    ///   - query: The features of the query.
    ///   - item: Those of the item.
    ///   - number: Which item it is: its other pairs are no negatives.
    ///   - weight: The factor of its loss.
    ///   - logFrequency: The logarithm of how often the item is drawn, taken off its logit.
    package func append(
        query: [Feature], item: [Feature], number: Int32, weight: Float, logFrequency: Float
    ) {
        precondition(numbers.count < batch)
        queries.append(query.map(\.bucket), weights: query.map(\.weight))
        items.append(item.map(\.bucket), weights: item.map(\.weight))
        numbers.append(number)
        weights.append(weight)
        corrections.append(logFrequency)
    }

    /// The sum of the pairs' losses; the gradient of their mean is added.
    package func evaluate(_ table: Tensor, into gradient: SparseGradient) -> Double {
        let count = numbers.count
        let left = UnitRows(queries, table)
        let right = UnitRows(items, table)
        let leftGradient = Tensor(rows: count, columns: dimensions)
        let targets = Tensor(rows: count, columns: dimensions)
        let negatives = Tensor(rows: count, columns: dimensions)
        let loss = softmax.evaluate(
            left.rows,
            against: SampledLoss.Candidates(
                targets: right.rows, targetIDs: numbers, negatives: right.rows,
                negativeIDs: numbers, targetCorrection: row(corrections),
                negativeCorrection: row(corrections)),
            weights: row(weights), gradientScale: 1 / Float(max(1, count)),
            into: SampledLoss.Gradients(
                hidden: leftGradient, targets: targets, negatives: negatives))
        targets.add(negatives)
        left.backward(leftGradient)
        right.backward(targets)
        queries.backward(leftGradient, into: gradient)
        items.backward(targets, into: gradient)
        return loss
    }

    private func row(_ values: [Float]) -> Tensor {
        let row = Tensor(rows: 1, columns: values.count)
        row.array = values
        return row
    }
}

/// Sums of features, brought to length one.
private struct UnitRows {
    let rows: Tensor
    private var lengths: [Float] = []

    init(_ bag: EmbeddingBag, _ table: Tensor) {
        rows = Tensor(rows: bag.count, columns: table.columns)
        bag.forward(table, into: rows)
        for row in 0..<rows.rows {
            var square: Float = 1e-12
            for column in 0..<rows.columns { square += rows[row, column] * rows[row, column] }
            let length = square.squareRoot()
            for column in 0..<rows.columns { rows[row, column] /= length }
            lengths.append(length)
        }
    }

    /// From the gradient of rows of length one to that of the sums, in place: what points along the
    /// row is taken off.
    func backward(_ gradient: Tensor) {
        for row in 0..<rows.rows {
            var along: Float = 0
            for column in 0..<rows.columns { along += gradient[row, column] * rows[row, column] }
            for column in 0..<rows.columns {
                gradient[row, column] =
                    (gradient[row, column] - along * rows[row, column]) / lengths[row]
            }
        }
    }
}
