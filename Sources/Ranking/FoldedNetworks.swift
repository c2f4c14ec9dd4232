import Neural

/// Networks as one that is as wide as all of them together, with what brings features to their standard
/// in its weights: the mean of their scores for three products.
///
/// `@unchecked Sendable`: written by nobody once it is made.
final class FoldedNetworks: @unchecked Sendable {
    /// [features × units of all networks]
    private let widen: Tensor
    /// [1 × units of all networks]
    private let bias: Tensor
    /// What each unit counts.
    private let output: [Float]
    /// What each feature counts beside them.
    private let line: [Float]
    private let constant: Float

    init(_ networks: [ListNetwork], _ standard: ListRanker.Standard) {
        let features = standard.mean.count
        let units = ListNetwork.units
        let share = 1 / Float(networks.count)
        widen = Tensor(rows: features, columns: networks.count * units)
        bias = Tensor(rows: 1, columns: networks.count * units)
        var output: [Float] = []
        var line = [Float](repeating: 0, count: features)
        for (number, network) in networks.enumerated() {
            let layers = network.layers
            let start = number * units
            for unit in 0..<units {
                var sum = Double(layers.bias[0, unit])
                for feature in 0..<features {
                    let weight = layers.widen[feature, unit] * standard.factor[feature]
                    widen[feature, start + unit] = weight
                    sum -= Double(weight) * Double(standard.mean[feature])
                }
                bias[0, start + unit] = Float(sum)
                output.append(layers.output[unit, 0] * share)
            }
            for feature in 0..<features { line[feature] += layers.line[feature, 0] * share }
        }
        var constant = 0.0
        for feature in 0..<features {
            line[feature] *= standard.factor[feature]
            constant -= Double(line[feature]) * Double(standard.mean[feature])
        }
        self.output = output
        self.line = line
        self.constant = Float(constant)
    }

    /// The mean of the networks' scores, a row each.
    func scores(of rows: Tensor) -> [Float] {
        let units = Tensor(rows: rows.rows, columns: widen.columns)
        Gemm.multiply(rows, widen, bias: bias, into: units)
        Activation.gelu.forward(units, into: units)
        let all = Array(0..<rows.rows)
        return zip(
            units.products(ofRows: all, with: output), rows.products(ofRows: all, with: line)
        ).map { $0 + $1 + constant }
    }
}
