import Neural

/// What a policy is at a moment: all that answers depend on, and all that learning goes on from.
package struct PolicyWeights: Sendable {
    package let shape: PolicyShape
    /// Of `PolicyNetwork`, in its order.
    package var network: [[Float]]
    package var tilt: ClickTilt
    /// The chance that each position is looked at.
    package var looks: [Double]

    package init(shape: PolicyShape, network: [[Float]], tilt: ClickTilt, looks: [Double]) {
        self.shape = shape
        self.network = network
        self.tilt = tilt
        self.looks = looks
    }
}

extension PolicyLearner {
    /// What it has come to.
    package var weights: PolicyWeights {
        PolicyWeights(
            shape: shape, network: network.weights.map(\.array), tilt: tilt, looks: looks)
    }

    /// Goes on from weights of the same shape, and as many looks.
    package func take(_ weights: PolicyWeights) {
        precondition(weights.shape == shape && weights.looks.count == looks.count)
        network.take(weights.network)
        tilt = weights.tilt
        looks = weights.looks
    }
}
