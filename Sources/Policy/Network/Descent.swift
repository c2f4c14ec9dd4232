import Neural

/// Steps all weights of a network by Adam.
struct Descent {
    private let moments: [AdamW.Moments]
    private var steps = 0

    init(of weights: [Tensor]) { moments = weights.map { AdamW.Moments(of: $0) } }

    /// Steps and clears the gradients. Gradients that are not finite are dropped, and the weights left
    /// as they are.
    ///
    /// - Parameters:
    ///   - weights: those that this was made for.
    ///   - gradients: as many.
    ///   - rate: the learning rate.
    ///   - normMax: the norm to which all gradients together are cut.
    /// - Returns: whether a step was made.
    mutating func step(
        _ weights: [Tensor], _ gradients: [Tensor], rate: Float, normMax: Float
    ) -> Bool {
        let squares = gradients.reduce(0) { $0 + $1.sumOfSquares() }
        guard let scale = AdamW.gradientScale(sumOfSquares: squares, normMax: normMax) else {
            for gradient in gradients { gradient.fill(0) }
            return false
        }
        steps += 1
        let step = AdamW.Step(number: steps, learningRate: rate, gradientScale: scale)
        for place in weights.indices {
            AdamW().update(
                weights[place], moments: moments[place], gradient: gradients[place], step: step,
                decays: false)
        }
        return true
    }
}
