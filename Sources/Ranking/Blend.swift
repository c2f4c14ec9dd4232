import Neural

/// Several sources of candidates made into one order: a small learned model over what each makes
/// of each candidate.
///
/// Its networks were trained on different parts of the queries; the score is their mean.
package struct Blend: Sendable {
    let features: CandidateFeatures
    let standard: Standard
    let networks: [BlendNetwork]

    /// Brings each feature to mean 0 and deviation 1 over the training rows.
    struct Standard: Hashable, Sendable {
        let mean: [Float]
        let factor: [Float]

        init(mean: [Float], factor: [Float]) {
            self.mean = mean
            self.factor = factor
        }

        init(of tables: [Tensor], features: Int) {
            var count = 0.0
            var mean = [Double](repeating: 0, count: features)
            var squares = mean
            for table in tables {
                for row in 0..<table.rows {
                    count += 1
                    for feature in 0..<features {
                        let value = Double(table[row, feature])
                        let difference = value - mean[feature]
                        mean[feature] += difference / count
                        squares[feature] += difference * (value - mean[feature])
                    }
                }
            }
            self.mean = mean.map { Float($0) }
            factor = squares.map { sum in
                let deviation = (sum / max(1, count)).squareRoot()
                return deviation > 1e-6 ? Float(1 / deviation) : 0
            }
        }

        func apply(to table: Tensor) {
            for row in 0..<table.rows {
                for feature in mean.indices {
                    table[row, feature] = (table[row, feature] - mean[feature]) * factor[feature]
                }
            }
        }
    }

    /// A score a candidate; higher is better.
    ///
    /// - Parameters:
    ///   - list: Of the sources that the blend was trained on, in their order.
    ///   - history: What the shopper had, oldest first.
    ///   - frequency: Of the candidates, in what the sources know by now.
    /// - Returns: The candidates' scores, in the order of the list.
    package func scores(
        of list: CandidateList, history: [UInt32], frequency: ItemFrequency
    ) -> [Float] {
        let rows = features.rows(of: list, history: history, frequency: frequency)
        standard.apply(to: rows)
        var mean = [Float](repeating: 0, count: list.count)
        for network in networks {
            for (place, score) in network.scores(of: rows).enumerated() {
                mean[place] += score / Float(networks.count)
            }
        }
        return mean
    }
}
