import Neural

/// A hidden layer that all tasks share, and of each task a line over features and layer (Caruana,
/// "Multitask learning", 1997). Where the item stood has a weight of its own beside them, which is
/// left out when an answer is made: what a click owes to the place teaches nothing of the item (the
/// shallow tower of Zhao et al., "Recommending what video to watch next", RecSys 2019).
///
/// `@unchecked Sendable`: the weights are moved by training alone, before anybody asks.
final class TaskNetwork: @unchecked Sendable {
    static let tasks = RankingTask.allCases.count

    private let layers: WideLayers
    /// By task: of how often it comes true, and what a place further down adds.
    private var base: Tensor { layers.more[0] }
    private var place: Tensor { layers.more[1] }

    private static func shape(_ features: Int) -> WideLayers.Shape {
        WideLayers.Shape(features: features, units: 16, outputs: tasks, more: 2)
    }

    /// - Parameters:
    ///   - features: Numbers of a row.
    ///   - rates: Of each task, the logit of how often it comes true.
    ///   - seed: Draws the weights.
    init(features: Int, rates: [Float], seed: UInt64) {
        layers = WideLayers(Self.shape(features), outputDeviation: 0.05, seed: seed)
        base.array = rates
    }

    init(copying other: TaskNetwork) {
        layers = WideLayers(other.layers.shape)
        layers.all.copy(other.layers.all)
    }

    /// Weights as `block` gave them; nil where they are of another number of features.
    init?(features: Int, block: Tensor) {
        layers = WideLayers(Self.shape(features))
        guard block.count == layers.all.count else { return nil }
        layers.all.copy(block)
    }

    /// All weights.
    var block: Tensor { layers.all }

    /// A logit a row and task, as if each stood in the first place.
    func logits(of rows: Tensor) -> Tensor { WideLayers.Pass(layers, rows, base: base).outputs }

    /// What the place adds, by task.
    func logits(ofPlace position: Float) -> [Float] { place.array.map { $0 * position } }

    /// What a task's logit is the sum of: each feature's own part, and what the shared layer adds.
    func parts(of row: Tensor, _ task: RankingTask) -> (lines: [Float], shared: Float, base: Float)
    {
        let lines = (0..<layers.shape.features).map {
            row[0, $0] * layers.line[$0, task.rawValue]
        }
        let base = base[0, task.rawValue]
        let logit = logits(of: row)[0, task.rawValue]
        return (lines, logit - base - lines.reduce(0, +), base)
    }

    /// Moves the weights, a batch of rows at a time.
    struct Optimiser {
        private let network: TaskNetwork
        private var optimiser: WideLayers.Optimiser

        init(_ network: TaskNetwork, weightDecay: Float) {
            self.network = network
            optimiser = WideLayers.Optimiser(network.layers, weightDecay: weightDecay)
        }

        /// One step against the slopes of the loss by the logits.
        ///
        /// - Parameters:
        ///   - rows: The batch.
        ///   - positions: Of each row, log(1 + place).
        ///   - rate: Of learning.
        ///   - slope: Changes the logits, places included, into slopes.
        mutating func step(
            _ rows: Tensor, positions: [Float], rate: Float, slope: (Tensor) -> Void
        ) {
            let pass = WideLayers.Pass(network.layers, rows, base: network.base)
            let slopes = pass.outputs
            for (row, position) in positions.enumerated() {
                for task in 0..<TaskNetwork.tasks {
                    slopes[row, task] += position * network.place[0, task]
                }
            }
            slope(slopes)
            let (base, place) = (optimiser.gradient.more[0], optimiser.gradient.more[1])
            for (row, position) in positions.enumerated() {
                for task in 0..<TaskNetwork.tasks {
                    base[0, task] += slopes[row, task]
                    place[0, task] += position * slopes[row, task]
                }
            }
            pass.addGradient(of: slopes, network.layers, to: optimiser.gradient)
            optimiser.step(count: rows.rows, rate: rate)
        }
    }
}
