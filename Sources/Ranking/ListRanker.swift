import Neural

/// Puts lists into order by what is known of each entry: a small learned model over rows of features.
///
/// Its networks were trained on different parts of the lists; the score is their mean.
package struct ListRanker: Sendable {
    let standard: Standard
    let networks: [ListNetwork]
    /// What answers.
    private let folded: FoldedNetworks

    init(standard: Standard, networks: [ListNetwork]) {
        self.standard = standard
        self.networks = networks
        folded = FoldedNetworks(networks, standard)
    }

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

    var features: Int { standard.mean.count }

    /// A score a row; higher is better.
    ///
    /// - Parameter rows: Of as many features as it was trained on.
    /// - Returns: The scores, in the order of the rows.
    func scores(of rows: Tensor) -> [Float] {
        rows.rows > 0 ? folded.scores(of: rows) : []
    }
}

/// In a safetensors file, beside others under names of their own.
extension ListRanker {
    func add(to writer: inout SafetensorsWriter, as name: String) {
        for (part, values) in [("mean", standard.mean), ("factor", standard.factor)] {
            let row = Tensor(rows: 1, columns: values.count)
            row.array = values
            writer.add("\(name).\(part)", row)
        }
        for (number, network) in networks.enumerated() {
            writer.add("\(name).\(number)", network.block)
        }
    }

    /// Nil where it is one of another number of features.
    init?(
        from file: borrowing SafetensorsFile, named name: String, features: Int
    ) throws(SafetensorsError) {
        let standard = Standard(
            mean: try file.tensor("\(name).mean").array,
            factor: try file.tensor("\(name).factor").array)
        guard standard.mean.count == features, standard.factor.count == features else {
            return nil
        }
        var networks: [ListNetwork] = []
        while file.header.entries["\(name).\(networks.count)"] != nil {
            let block = try file.tensor("\(name).\(networks.count)")
            guard let network = ListNetwork(features: features, block: block) else { return nil }
            networks.append(network)
        }
        guard !networks.isEmpty else { return nil }
        self.init(standard: standard, networks: networks)
    }
}
