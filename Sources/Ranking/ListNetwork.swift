import Neural

/// The score of an entry: see `WideLayers`.
///
/// `@unchecked Sendable`: the weights are moved by training alone, before anybody asks.
final class ListNetwork: @unchecked Sendable {
    static let units = 32

    let layers: WideLayers

    private static func shape(_ features: Int) -> WideLayers.Shape {
        WideLayers.Shape(features: features, units: units, outputs: 1)
    }

    init(features: Int, seed: UInt64) {
        layers = WideLayers(Self.shape(features), outputDeviation: 0.1, seed: seed)
    }

    init(copying other: ListNetwork) {
        layers = WideLayers(other.layers.shape)
        layers.all.copy(other.layers.all)
    }

    /// Weights as `block` gave them; nil where they are of another number of features.
    init?(features: Int, block: Tensor) {
        layers = WideLayers(Self.shape(features))
        guard block.count == layers.all.count else { return nil }
        layers.all.copy(block)
    }

    /// All layers.
    var block: Tensor { layers.all }

    /// A score a row.
    func scores(of rows: Tensor) -> [Float] { WideLayers.Pass(layers, rows).outputs.array }

    /// Moves the weights, a batch of lists at a time.
    struct Optimiser {
        private let network: ListNetwork
        private var optimiser: WideLayers.Optimiser

        init(_ network: ListNetwork, weightDecay: Float) {
            self.network = network
            optimiser = WideLayers.Optimiser(network.layers, weightDecay: weightDecay)
        }

        /// Adds the gradient of one list; `slope` tells that of its scores.
        func add(_ rows: Tensor, slope: ([Float]) -> [Float]) {
            let pass = WideLayers.Pass(network.layers, rows)
            let slopes = Tensor(rows: rows.rows, columns: 1)
            slopes.array = slope(pass.outputs.array)
            pass.addGradient(of: slopes, network.layers, to: optimiser.gradient)
        }

        /// Moves the weights by the mean of so many lists' gradients.
        mutating func step(lists: Int, rate: Float) { optimiser.step(count: lists, rate: rate) }
    }
}
