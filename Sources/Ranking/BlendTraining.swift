import Neural
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Learns from queries whose answer is known how to order candidates: the answer's probability
/// under a softmax over the candidates is to be high (ListNet: Cao et al., "Learning to rank: from
/// pairwise approach to listwise approach", 2007, with answers alike).
///
/// Sources must not have learnt from the queries that a blend learns from, or it trusts those most
/// that remember best.
package struct BlendTraining {
    package struct Settings: Hashable, Sendable {
        /// Parts of the queries. Each network learns from all but one, which says when it ends.
        package var folds = 3
        package var passesMax = 16
        /// Lists of a step.
        package var batch = 16
        package var learningRate: Float = 0.0015
        /// What is left of the learning rate after a pass.
        package var cooling: Float = 0.8
        package var weightDecay: Float = 0.01
        package var seed: UInt64 = 1

        package init() {}
    }

    /// One query: what is known of its candidates, and which of them are the answers.
    private struct Example {
        var rows: Tensor
        var answers: [Int]
        var fold: Int
    }

    /// Passes in a row after which no gain ends training.
    private static let patience = 2

    private let features: CandidateFeatures
    private let settings: Settings
    private var examples: [Example] = []

    package init(_ features: CandidateFeatures, _ settings: Settings = Settings()) {
        self.features = features
        self.settings = settings
    }

    /// Queries that teach something so far.
    package var count: Int { examples.count }

    /// Takes a query; one of whose answers none is a candidate teaches nothing and is left out.
    ///
    /// - Parameters:
    ///   - list: The candidates.
    ///   - history: What the shopper had, oldest first.
    ///   - frequency: Of the candidates.
    ///   - answers: What came next: several items where they came together, as in an order.
    ///   - owner: Whose query it is: those of one owner are never in two folds.
    package mutating func add(
        _ list: CandidateList, history: [UInt32], frequency: ItemFrequency, answers: [UInt32],
        owner: Int
    ) {
        let places = answers.compactMap { list.items.firstIndex(of: $0) }
        guard !places.isEmpty else { return }
        examples.append(
            Example(
                rows: features.rows(of: list, history: history, frequency: frequency),
                answers: places, fold: owner % settings.folds))
    }

    /// Trains the blend.
    ///
    /// - Parameter show: Is told of each pass.
    /// - Returns: The blend; nil where a fold has no query.
    package consuming func fit(show: (String) -> Void = { _ in }) -> Blend? {
        let standard = Blend.Standard(of: examples.map(\.rows), features: features.count)
        for example in examples { standard.apply(to: example.rows) }
        var networks: [BlendNetwork] = []
        for fold in 0..<settings.folds {
            let held = examples.indices.filter { examples[$0].fold == fold }
            let learnt = examples.indices.filter { examples[$0].fold != fold }
            guard !held.isEmpty, !learnt.isEmpty else { return nil }
            networks.append(network(learning: learnt, asked: held, fold: fold, show))
        }
        return Blend(features: features, standard: standard, networks: networks)
    }

    /// Trains until the loss of the held part gets no better, and gives the best state.
    private func network(
        learning learnt: [Int], asked held: [Int], fold: Int, _ show: (String) -> Void
    ) -> BlendNetwork {
        var random = SeededRNG(seed: settings.seed &+ UInt64(fold))
        let network = BlendNetwork(features: features.count, seed: random.next())
        var optimiser = BlendNetwork.Optimiser(network, weightDecay: settings.weightDecay)
        var best = (network: BlendNetwork(copying: network), loss: loss(of: network, on: held))
        var rate = settings.learningRate
        var order = learnt
        var passesWithoutGain = 0
        for pass in 1...settings.passesMax {
            order.shuffle(using: &random)
            for start in stride(from: 0, to: order.count, by: settings.batch) {
                let batch = order[start..<min(start + settings.batch, order.count)]
                for index in batch {
                    let example = examples[index]
                    optimiser.add(example.rows) { Self.slope($0, answers: example.answers) }
                }
                optimiser.step(lists: batch.count, rate: rate)
            }
            rate *= settings.cooling
            let loss = loss(of: network, on: held)
            show("  blend, fold \(fold + 1), pass \(pass): held-out loss \(loss)")
            if loss < best.loss {
                best = (BlendNetwork(copying: network), loss)
                passesWithoutGain = 0
            } else {
                passesWithoutGain += 1
                if passesWithoutGain == Self.patience { break }
            }
        }
        return best.network
    }

    /// The gradient of the loss by the scores: each candidate's probability, less one for the
    /// answer, which several share.
    private static func slope(_ scores: [Float], answers: [Int]) -> [Float] {
        var slope = probabilities(scores)
        for answer in answers { slope[answer] -= 1 / Float(answers.count) }
        return slope
    }

    private func loss(of network: BlendNetwork, on held: [Int]) -> Double {
        let losses = held.map { index in
            let example = examples[index]
            let shares = Self.probabilities(network.scores(of: example.rows))
            let sum = example.answers.reduce(0) {
                $0 - Double(log(max(shares[$1], .leastNormalMagnitude)))
            }
            return sum / Double(example.answers.count)
        }
        return losses.reduce(0, +) / Double(held.count)
    }

    private static func probabilities(_ scores: [Float]) -> [Float] {
        let highest = scores.max() ?? 0
        var powers = scores.map { exp($0 - highest) }
        let sum = powers.reduce(0, +)
        for index in powers.indices { powers[index] /= sum }
        return powers
    }
}
