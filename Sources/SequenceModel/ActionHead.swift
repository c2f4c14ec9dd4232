package import Neural

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How likely a shopper who turns to an item next does so in a certain way, such as to buy it.
///
/// The logit is (h, 1) · W · (v, 1), where h is the model's view of the shopper and v the item's
/// vector: a product of both through a small projection, a term of each alone, and a bias. The model
/// itself stays as it is, so heads can be learnt again at any time. The likelihood is one among those
/// who turn to the item: how many do is not its business.
package final class ActionHead {
    package let name: String
    /// The kinds of events that count as yes.
    package let actions: Set<UInt8>
    /// [(width + 1) × (width + 1)]
    package let weight: Tensor

    /// A head that gives everything one half.
    package init(_ name: String, actions: Set<UInt8>, width: Int) {
        self.name = name
        self.actions = actions
        weight = Tensor(rows: width + 1, columns: width + 1)
    }

    /// What this head asks of items after the events that left `hidden` (as in `ShopperState`).
    package func question(after hidden: [Float]) -> Question {
        let row = Tensor(rows: 1, columns: weight.rows)
        let query = Tensor(rows: 1, columns: weight.columns)
        row.array = hidden + [1]
        Gemm.multiply(row, weight, into: query)
        return Question(query: query.array)
    }

    /// A head that has read a shopper, to be asked about items.
    package struct Question: Sendable {
        /// (h, 1) · W
        fileprivate let query: [Float]

        /// The probability for an item of this vector.
        package func probability(of vector: some Sequence<Float>) -> Float {
            var logit = query[query.count - 1]
            for (factor, coordinate) in zip(query, vector) { logit += factor * coordinate }
            return 1 / (1 + exp(-logit))
        }
    }

    /// Rows with a one at their end.
    static func extend(_ rows: Tensor, into output: Tensor) {
        output.rows = rows.rows
        for row in 0..<rows.rows {
            for column in 0..<rows.columns { output[row, column] = rows[row, column] }
            output[row, rows.columns] = 1
        }
    }
}
