package import Neural

/// How a model is trained. The defaults are a common starting point, not tuned ones.
package struct TrainingSettings: Hashable, Sendable {
    package enum Loss: Hashable, Sendable {
        /// Cross-entropy over the target and so many negatives, drawn uniformly, one set a step.
        /// They stand for all items: their logits are raised by how many each stands for (log Q:
        /// Bengio and Senécal, 2008).
        case sampled(negatives: Int)
        /// Cross-entropy over the whole catalogue: for small ones.
        case full
        /// gBCE (Petrov and Macdonald, "gSASRec", RecSys 2023) with so many negatives and its `t`.
        case calibrated(negatives: Int, t: Float)
    }

    package var loss = Loss.sampled(negatives: 256)
    /// Sequences of a step.
    package var batch = 128
    /// Tokens of a sequence at most.
    package var tokens = 200
    package var crop = TrainingSet.Crop.latest
    /// The highest, and its course over `epochs` passes.
    package var learningRate: Float = 1e-3
    package var course = LearningRate.Course.constant
    package var epochs = 100
    package var weightDecay: Float = 0
    /// The share of elements that is dropped of what each branch adds to the stream.
    package var dropout: Float = 0.2
    /// That of the tokens' vectors, where it is another one.
    package var tokenDropout: Float?
    /// The share of items that have nothing but their content in a step, where they have content.
    package var ownDropout: Float = 0.5
    /// The step that has the whole learning rate; before it the rate rises from 0.
    package var warmup = 100
    /// What the moving average of the weights keeps of itself in a step; 0: the weights of the last
    /// step are the model.
    package var averaging: Float = 0.999
    /// Gradients longer than this are shortened to it; 0 leaves them.
    package var gradientNormMax: Float = 0
    /// The length that every item's vector is kept at; 0 leaves them free. With vectors of one
    /// length a popular item cannot win by its length alone (NISER: Gupta et al., "Normalized item
    /// and session representations", 2019), and the length is one over the softmax's temperature, as
    /// the last norm gives the stream a length of its own. Of no effect where items have content.
    package var itemLength: Float = 0
    package var threads = 2
    package var seed: UInt64 = 1

    package init() {}
}

extension TrainingSettings.Loss {
    /// Items drawn for each step.
    var negatives: Int {
        switch self {
        case .sampled(let negatives), .calibrated(let negatives, _): negatives
        case .full: 0
        }
    }
}
