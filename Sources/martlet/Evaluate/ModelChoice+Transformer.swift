import Neural
import SequenceModel

/// The settings of the sequence model.
extension ModelChoice {
    static func transformerGrid(for protocol: EvaluationProtocol) -> SettingsGrid {
        let isSequence = `protocol` == .sequence
        return SettingsGrid(axes: [
            .init("width", start: 64, [64, 128]),
            .init("blocks", start: isSequence ? 2 : 1, [1, 2, 3]),
            .init("heads", start: 2, [1, 2, 4]),
            .init("gated", start: 0, [0, 1]),
            .init("negatives", start: isSequence ? 512 : 1024, [256, 512, 1024]),
            .init("dropout", start: isSequence ? 0.2 : 0.3, [0.1, 0.2, 0.3, 0.5]),
            .init("batch", start: isSequence ? 32 : 256, [32, 64, 128, 256]),
            .init("rate", start: isSequence ? 0.001 : 0.002, [0.0005, 0.001, 0.002]),
            .init("length", start: isSequence ? 0 : 1.4, [0, 1, 1.4]),
            .init("passes", start: isSequence ? 0 : 10, [0, 10, 20]),
            .init("window", start: isSequence ? 0 : 50, [0, 20, 50, 200]),
        ])
    }

    static func transformer(
        _ settings: [Double], for evaluation: ModelEvaluation
    ) -> TransformerModel {
        let longest = evaluation.training.reduce(2) { max($0, $1.count) }
        var shape = ModelShape(items: evaluation.itemCount)
        shape.window = min(evaluation.historyMax, longest)
        shape.width = Int(settings[0])
        shape.inner = 4 * shape.width
        shape.blocks = Int(settings[1])
        shape.heads = Int(settings[2])
        shape.isGated = settings[3] > 0
        var training = TrainingSettings()
        training.loss = .sampled(negatives: Int(settings[4]))
        training.dropout = Float(settings[5])
        training.batch = Int(settings[6])
        training.learningRate = Float(settings[7])
        training.itemLength = Float(settings[8])
        if settings[9] > 0 {
            training.epochs = Int(settings[9])
            training.course = .linear
        }
        if settings[10] > 0 { shape.window = min(shape.window, Int(settings[10])) }
        training.tokens = shape.window
        training.crop = .whole
        training.seed = evaluation.seed
        training.threads = evaluation.threads
        var schedule = TransformerModel.Schedule()
        schedule.show = { printError($0) }
        schedule.interval =
            training.epochs > 0 ? training.epochs : evaluation.protocol == .sequence ? 4 : 2
        return TransformerModel(shape, training, schedule)
    }
}
