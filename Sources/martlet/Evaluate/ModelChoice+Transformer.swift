import SequenceModel

/// The settings of the sequence model.
extension ModelChoice {
    static func transformerGrid(for protocol: EvaluationProtocol) -> SettingsGrid {
        let isSequence = `protocol` == .sequence
        return SettingsGrid(axes: [
            .init("width", start: 64, [64, 128]),
            .init("blocks", start: 2, [1, 2, 3]),
            .init("heads", start: 2, [1, 2, 4]),
            .init("gated", start: 0, [0, 1, 2]),
            .init("negatives", start: 512, [256, 512, 1024]),
            .init("dropout", start: isSequence ? 0.2 : 0.3, [0.1, 0.2, 0.3, 0.5]),
            .init("batch", start: isSequence ? 32 : 256, [32, 64, 128, 256]),
            .init("rate", start: 0.001, [0.0005, 0.001, 0.002]),
        ])
    }

    static func transformer(
        _ settings: [Double], for evaluation: ModelEvaluation
    ) -> TransformerModel {
        let longest = evaluation.training.reduce(2) { max($0, $1.count) }
        var shape = ModelShape(items: evaluation.firstNew ?? evaluation.itemCount)
        shape.window = min(evaluation.historyMax, longest)
        shape.width = Int(settings[0])
        shape.inner = 4 * shape.width
        shape.blocks = Int(settings[1])
        shape.heads = Int(settings[2])
        shape.gating = .init(rawValue: Int(settings[3])) ?? .none
        var training = TrainingSettings()
        training.loss = .sampled(negatives: Int(settings[4]))
        training.dropout = Float(settings[5])
        training.batch = Int(settings[6])
        training.learningRate = Float(settings[7])
        training.tokens = shape.window
        training.crop = .whole
        training.seed = evaluation.seed
        training.threads = evaluation.threads
        var schedule = TransformerModel.Schedule()
        schedule.show = { printError($0) }
        schedule.interval = evaluation.protocol == .sequence ? 4 : 1
        return TransformerModel(shape, training, schedule, features: evaluation.features)
    }
}
