import SequenceModel

/// How large a model is wanted: from the edge to a machine of its own.
package enum TrainingProfile: String, CaseIterable, Sendable {
    case tiny, small, base, large

    /// For so many items.
    func shape(items: Int) -> ModelShape {
        var shape = ModelShape(items: items)
        switch self {
        case .tiny:
            shape.width = 32
            shape.blocks = 1
            shape.heads = 1
            shape.window = 32
        case .small: shape.window = 64
        case .base: shape.window = 128
        case .large:
            shape.width = 256
            shape.blocks = 4
            shape.heads = 4
            shape.window = 256
        }
        shape.inner = 4 * shape.width
        shape.actions = Visit.Action.modelClasses
        shape.gaps = EventSequence.gapClasses
        return shape
    }

    /// How it is trained: the whole catalogue is compared where that is cheap.
    func settings(items: Int, threads: Int, seed: UInt64) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.loss = items <= 5000 ? .full : .sampled(negatives: self == .tiny ? 256 : 2048)
        settings.batch = 32
        settings.crop = .whole
        settings.tokens = shape(items: items).reach
        settings.threads = threads
        settings.seed = seed
        return settings
    }
}
