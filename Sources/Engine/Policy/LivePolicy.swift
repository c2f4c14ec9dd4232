import Neural
import Policy
import Synchronization

/// Weights of a policy that answers read: nobody writes them any more.
///
/// A network has its own scratch memory, so each reader borrows one, and there are as many as there were
/// readers at once.
final class LivePolicy: Sendable {
    /// What it makes of the candidates of an answer.
    struct Opinion: Sendable {
        /// What it adds to their logits.
        var corrections: [Double]
        /// What showing each is worth where it is looked at: the chance of a click times its worth.
        var worth: [Double]
        /// The chance of a click.
        var clicks: [Double]
    }

    /// The version, and steps of learning since: `p-3+57`.
    let name: String
    /// The chance that each position is looked at, as it was learnt with the weights.
    let looks: [Double]
    let shape: PolicyShape
    private let weights: [[Float]]
    private let networks = Mutex<[Lent<PolicyNetwork>]>([])

    init(name: String, _ network: PolicyNetwork, looks: [Double]) {
        self.name = name
        self.looks = looks
        shape = network.shape
        weights = network.weights.map(\.array)
    }

    /// Nil where it says nothing that a number could be made of.
    func opinion(on question: PolicyQuestion) -> Opinion? {
        let lent = networks.withLock { $0.popLast() } ?? Lent(network())
        defer { networks.withLock { $0.append(lent) } }
        var batch = PolicyBatch(shape, slatesMax: 1, candidatesMax: Recommender.policyMax)
        guard batch.append(state: question.state, features: question.candidates) else { return nil }
        let network = lent.thing
        network.forward(batch)
        let rows = batch.rows[0]
        let clicks = rows.map { network.chance(ofRow: $0) }
        let opinion = Opinion(
            corrections: rows.map { network.output(.choice, of: $0) },
            worth: zip(rows, clicks).map { row, click in
                click * max(0.05, network.output(.worth, of: row))
            }, clicks: clicks)
        let isSound =
            opinion.corrections.allSatisfy(\.isFinite) && opinion.worth.allSatisfy(\.isFinite)
        return isSound ? opinion : nil
    }

    /// A network of its own with these weights.
    func network() -> PolicyNetwork {
        let network = PolicyNetwork(
            shape, seed: 0, slatesMax: 1, candidatesMax: Recommender.policyMax)
        for (tensor, array) in zip(network.weights, weights) { tensor.array = array }
        return network
    }
}
