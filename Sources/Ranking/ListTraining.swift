import Neural
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Learns from lists whose entries' gains are known how to order such lists: the entries' shares
/// under a softmax are to be those of their gains (ListNet: Cao et al., "Learning to rank: from
/// pairwise approach to listwise approach", 2007).
///
/// An entry that had more chances to gain than others has so much more of the softmax before its score
/// is asked: scores are of what a chance is worth.
struct ListTraining {
    /// Parts of the lists. Each network learns from all but one, which says when it ends.
    private static let folds = 3
    private static let passesMax = 16
    /// Lists of a step.
    private static let batch = 16
    private static let learningRate: Float = 0.0015
    /// What is left of the learning rate after a pass.
    private static let cooling: Float = 0.8
    private static let weightDecay: Float = 0.01
    /// Passes in a row after which no gain ends training.
    private static let patience = 2

    /// One list: what is known of its entries, their shares of the gain, the logarithms of their
    /// chances, what it counts.
    private struct Example {
        var rows: Tensor
        var shares: [Float]
        var head: [Float]
        var weight: Float
        var fold: Int
    }

    private let features: Int
    private let seed: UInt64
    private var examples: [Example] = []

    init(features: Int, seed: UInt64) {
        self.features = features
        self.seed = seed
    }

    /// Lists so far.
    var count: Int { examples.count }

    /// Takes a list; one without any gain teaches nothing and is left out.
    ///
    /// - Parameters:
    ///   - rows: A row an entry, a column a feature; they are changed.
    ///   - gains: What each entry is worth, 0 or more.
    ///   - chances: What each had to gain it, above 0; alike where nil.
    ///   - owner: Lists of one owner are never in two folds.
    ///   - weight: How much the list counts beside others.
    mutating func add(
        _ rows: Tensor, gains: [Float], chances: [Float]? = nil, owner: Int, weight: Float = 1
    ) {
        let sum = gains.reduce(0, +)
        guard sum > 0 else { return }
        examples.append(
            Example(
                rows: rows, shares: gains.map { $0 / sum },
                head: chances?.map { log($0) } ?? gains.map { _ in 0 }, weight: weight,
                fold: owner % Self.folds))
    }

    /// - Parameter show: Is told of each pass.
    /// - Returns: Nil where a fold has no list.
    consuming func fit(show: (String) -> Void = { _ in }) -> ListRanker? {
        let standard = ListRanker.Standard(of: examples.map(\.rows), features: features)
        for example in examples { standard.apply(to: example.rows) }
        var networks: [ListNetwork] = []
        for fold in 0..<Self.folds {
            let held = examples.indices.filter { examples[$0].fold == fold }
            let learnt = examples.indices.filter { examples[$0].fold != fold }
            guard !held.isEmpty, !learnt.isEmpty else { return nil }
            networks.append(network(learning: learnt, asked: held, fold: fold, show))
        }
        return ListRanker(standard: standard, networks: networks)
    }

    /// Trains until the loss of the held part gets no better, and gives the best state.
    private func network(
        learning learnt: [Int], asked held: [Int], fold: Int, _ show: (String) -> Void
    ) -> ListNetwork {
        var random = SeededRNG(seed: seed &+ UInt64(fold))
        let network = ListNetwork(features: features, seed: random.next())
        var optimiser = ListNetwork.Optimiser(network, weightDecay: Self.weightDecay)
        var best = (network: ListNetwork(copying: network), loss: loss(of: network, on: held))
        var rate = Self.learningRate
        var order = learnt
        var passesWithoutGain = 0
        for pass in 1...Self.passesMax {
            order.shuffle(using: &random)
            for start in stride(from: 0, to: order.count, by: Self.batch) {
                let batch = order[start..<min(start + Self.batch, order.count)]
                for index in batch {
                    let example = examples[index]
                    optimiser.add(example.rows) { Self.slope($0, of: example) }
                }
                optimiser.step(lists: batch.count, rate: rate)
            }
            rate *= Self.cooling
            let loss = loss(of: network, on: held)
            show("  fold \(fold + 1), pass \(pass): held-out loss \(loss)")
            if loss < best.loss {
                best = (ListNetwork(copying: network), loss)
                passesWithoutGain = 0
            } else {
                passesWithoutGain += 1
                if passesWithoutGain == Self.patience { break }
            }
        }
        return best.network
    }

    /// The gradient of the loss by the scores: each entry's probability, less its share.
    private static func slope(_ scores: [Float], of example: Example) -> [Float] {
        zip(probabilities(scores, example), example.shares).map { ($0 - $1) * example.weight }
    }

    private func loss(of network: ListNetwork, on held: [Int]) -> Double {
        var (sum, weights) = (0.0, 0.0)
        for index in held {
            let example = examples[index]
            let shares = Self.probabilities(network.scores(of: example.rows), example)
            var loss = 0.0
            for (share, wanted) in zip(shares, example.shares) where wanted > 0 {
                loss -= Double(wanted * log(max(share, .leastNormalMagnitude)))
            }
            sum += loss * Double(example.weight)
            weights += Double(example.weight)
        }
        return sum / max(weights, .leastNormalMagnitude)
    }

    private static func probabilities(_ scores: [Float], _ example: Example) -> [Float] {
        let scores = zip(scores, example.head).map { $0 + $1 }
        let highest = scores.max() ?? 0
        var powers = scores.map { exp($0 - highest) }
        let sum = powers.reduce(0, +)
        for index in powers.indices { powers[index] /= sum }
        return powers
    }
}
