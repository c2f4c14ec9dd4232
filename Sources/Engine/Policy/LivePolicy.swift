import Policy
import Synchronization

/// A policy that answers read: nobody changes it any more.
///
/// A network has its own scratch memory, so each reader borrows one, and there are as many as there were
/// readers at once.
final class LivePolicy: Sendable {
    /// The version, and steps of learning since: `p-3+57`.
    let name: String
    let weights: PolicyWeights
    private let sharpness: Double
    private let networks = Mutex<[Lent<PolicyNetwork>]>([])

    /// - Parameters:
    ///   - name: Of the version.
    ///   - weights: What it has come to.
    ///   - sharpness: The power of worth by which it draws.
    init(name: String, _ weights: PolicyWeights, sharpness: Double) {
        self.name = name
        self.weights = weights
        self.sharpness = sharpness
    }

    /// The chance that each position is looked at.
    var looks: [Double] { weights.looks }

    /// Nil where it says nothing that a number could be made of.
    func opinion(on question: PolicyQuestion) -> PolicyReading? {
        let lent = networks.withLock { $0.popLast() } ?? Lent(network())
        defer { networks.withLock { $0.append(lent) } }
        var batch = PolicyBatch(weights.shape, slatesMax: 1, candidatesMax: Recommender.policyMax)
        guard batch.append(state: question.state, features: question.candidates) else { return nil }
        lent.thing.forward(batch)
        let reading = PolicyReading(
            lent.thing, batch.rows[0],
            tilts: weights.tilt.tilts(question.state, question.candidates), sharpness: sharpness)
        return reading.isSound ? reading : nil
    }

    private func network() -> PolicyNetwork {
        let network = PolicyNetwork(
            weights.shape, seed: 0, slatesMax: 1, candidatesMax: Recommender.policyMax)
        network.take(weights.network)
        return network
    }
}
