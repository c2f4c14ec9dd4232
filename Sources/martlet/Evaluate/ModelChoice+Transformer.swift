import ArgumentParser
import Neural
import SequenceModel

/// The settings of the sequence model.
extension ModelChoice {
    /// Where the search begins was chosen on the validation parts of ml-1m (long histories, few
    /// items), Amazon Beauty (short ones, more items) and, for sessions, Diginetica. Small steps
    /// learn in far fewer passes.
    static func transformerGrid(for data: DataExtent) -> SettingsGrid {
        let isSession = data.protocol == .sessions
        let isLong = !isSession && data.eventsOfHistory > 50
        return SettingsGrid(axes: [
            .init("width", start: 64, [64, 128]),
            .init("blocks", start: isLong ? 2 : 1, [1, 2, 3]),
            .init("heads", start: isLong ? 2 : 1, [1, 2, 4]),
            .init("gated", start: 0, [0, 1]),
            // 0: all items, where that is cheap.
            .init(
                "negatives", start: isSession ? 512 : data.items <= 20_000 ? 0 : 2048,
                [0, 512, 1024, 2048]),
            .init("dropout", start: isSession ? 0.3 : isLong ? 0.2 : 0.5, [0.1, 0.2, 0.3, 0.5]),
            .init(
                "batch", start: isSession ? 256 : isLong ? 8 : 32, [8, 16, 32, 64, 128, 256]),
            .init("rate", start: isSession ? 0.002 : 0.001, [0.0005, 0.001, 0.002]),
            .init("length", start: isSession ? 1.4 : 0, [0, 1, 1.4]),
            .init("passes", start: isSession ? 6 : 0, [0, 6, 12]),
            .init("window", start: isSession ? 50 : 0, [0, 20, 50, 200]),
        ])
    }

    static func transformer(
        _ settings: [Double], for evaluation: ModelEvaluation
    ) throws -> TransformerModel {
        let longest = evaluation.training.reduce(2) { max($0, $1.count) }
        var shape = ModelShape(items: evaluation.firstNew ?? evaluation.itemCount)
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
        if let problem = shape.problem { throw ValidationError("--set transformer: \(problem)") }
        guard training.batch > 0, training.dropout < 1 else {
            throw ValidationError("--set transformer: the batch must be 1 or more, dropout below 1")
        }
        var schedule = TransformerModel.Schedule()
        schedule.show = { printError($0) }
        schedule.interval =
            settings[9] > 0 ? Int(settings[9]) : evaluation.protocol == .sequence ? 2 : 1
        return TransformerModel(shape, training, schedule, features: evaluation.features)
    }
}
