import Neural
import SequenceModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How a shop's model is built and trained: as a profile says, or as `martlet tune` found.
package struct ModelSettings: Hashable, Sendable {
    /// Floats of an item's vector.
    package var width = 64.0
    package var blocks = 2.0
    package var heads = 2.0
    /// Tokens that are encoded anew when a history has outgrown it by half.
    package var window = 64.0
    /// 1: each branch has a gate.
    package var gated = 0.0
    package var dropout = 0.2
    /// Items that the target is compared with where the catalogue has more than `comparedMax`.
    package var negatives = 2048.0
    /// People of a step.
    package var batch = 32.0
    package var rate = 0.001
    /// Of the average of the weights, in steps; 0: the last weights are the model.
    package var halfLife = 700.0
    /// Passes over which the rate falls to 0; 0: it stays, and validation ends training.
    package var passes = 0.0

    /// Catalogues of at most so many items are compared as a whole: that was better than 2,048
    /// negatives on Amazon Beauty, which has 12,101.
    package static let comparedMax = 20_000
    private static let attributeBuckets = 1024
    private static let contentBuckets = 1 << 14

    /// Each under the name that files and tables have it by.
    static var fields: [(name: String, path: WritableKeyPath<ModelSettings, Double>)] {
        [
            ("width", \.width), ("blocks", \.blocks), ("heads", \.heads), ("window", \.window),
            ("gated", \.gated), ("dropout", \.dropout), ("negatives", \.negatives),
            ("batch", \.batch), ("rate", \.rate), ("half_life", \.halfLife),
            ("passes", \.passes),
        ]
    }

    package init(_ profile: TrainingProfile) {
        switch profile {
        case .tiny:
            (width, blocks, heads, window) = (32, 1, 1, 32)
            negatives = 256
        case .small: break
        case .base: (width, window) = (128, 128)
        case .large:
            (width, blocks, heads, window) = (768, 12, 12, 256)
            gated = 1
        }
    }

    // MARK: Use

    /// For so many items.
    ///
    /// - Parameters:
    ///   - items: At least one.
    ///   - isTimed: Whether kinds and times of events are known.
    ///   - attributes: Whether shoppers declare anything of themselves.
    /// - Returns: A shape that can be built, where these settings can.
    func shape(items: Int, isTimed: Bool = true, attributes: Bool) -> ModelShape {
        var shape = ModelShape(items: items)
        shape.width = Int(width)
        shape.blocks = Int(blocks)
        shape.heads = Int(heads)
        shape.inner = 4 * shape.width
        shape.window = Int(window)
        shape.isGated = gated > 0
        if isTimed {
            shape.actions = Visit.Action.modelClasses
            shape.gaps = EventSequence.gapClasses
        }
        shape.attributes = attributes ? Self.attributeBuckets : 0
        return shape
    }

    func training(items: Int, threads: Int, seed: UInt64) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.loss = items <= Self.comparedMax ? .full : .sampled(negatives: Int(negatives))
        settings.batch = Int(batch)
        settings.crop = .whole
        settings.tokens = shape(items: items, attributes: false).reach
        settings.dropout = Float(dropout)
        settings.learningRate = Float(rate)
        settings.averaging = halfLife > 0 ? Float(exp2(-1 / halfLife)) : 0
        if passes > 0 {
            settings.epochs = Int(passes)
            settings.course = .linear
        }
        settings.threads = threads
        settings.seed = seed
        return settings
    }

    /// A model that knows nothing yet of items that have these features, if any.
    func model(
        items: Int, isTimed: Bool = true, attributes: Bool, features: [Set<UInt64>], seed: UInt64
    ) -> Transformer {
        let hashing =
            features.isEmpty
            ? nil : FeatureHashing(of: features, buckets: Self.contentBuckets, seed: seed)
        return Transformer(
            shape(items: items, isTimed: isTimed, attributes: attributes), seed: seed,
            hashing: hashing)
    }
}
