import SequenceModel

/// The settings of the sequence model.
extension ModelChoice {
    /// Where the search begins was chosen on the validation parts of ml-1m (long histories, few
    /// items) and Amazon Beauty (short ones, more items). Small steps learn in far fewer passes.
    static func transformerGrid(for evaluation: ModelEvaluation) -> SettingsGrid {
        let isSequence = evaluation.protocol == .sequence
        let events = evaluation.training.reduce(0) { $0 + $1.count }
        let isLong = events > 50 * evaluation.training.count
        return SettingsGrid(axes: [
            .init("width", start: 64, [64, 128]),
            .init("blocks", start: isLong ? 2 : 1, [1, 2, 3]),
            .init("heads", start: isLong ? 2 : 1, [1, 2, 4]),
            .init("gated", start: 0, [0, 1]),
            // 0: all items, where that is cheap.
            .init(
                "negatives", start: evaluation.itemCount <= 5000 ? 0 : isSequence ? 2048 : 512,
                [0, 512, 2048]),
            .init("dropout", start: isLong ? 0.2 : 0.3, [0.1, 0.2, 0.3, 0.5]),
            .init(
                "batch", start: isLong ? 8 : isSequence ? 32 : 256, [8, 16, 32, 64, 128, 256]),
            .init("rate", start: 0.001, [0.0005, 0.001, 0.002]),
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
        training.loss = settings[4] > 0 ? .sampled(negatives: Int(settings[4])) : .full
        training.dropout = Float(settings[5])
        training.batch = Int(settings[6])
        training.learningRate = Float(settings[7])
        training.tokens = shape.window
        training.crop = .whole
        training.seed = evaluation.seed
        training.threads = evaluation.threads
        var schedule = TransformerModel.Schedule()
        schedule.show = { printError($0) }
        schedule.interval = evaluation.protocol == .sequence ? 2 : 1
        return TransformerModel(shape, training, schedule)
    }
}
