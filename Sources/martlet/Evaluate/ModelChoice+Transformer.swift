import ArgumentParser
import Engine
import Neural
import SequenceModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The settings of the sequence model.
extension ModelChoice {
    /// Where the search begins was chosen on the validation parts of ml-1m (long histories, few
    /// items), Amazon Beauty (short ones, more items) and, for sessions, Diginetica. Small steps
    /// learn in far fewer passes.
    static func transformerGrid(for data: DataExtent) -> SettingsGrid {
        let isSession = data.protocol == .sessions
        let isLong = !isSession && data.eventsOfHistory > 50
        return SettingsGrid(axes: [
            .init("width", start: 64, [64, 128], "floats of an item's vector"),
            .init("blocks", start: isLong ? 2 : 1, [1, 2, 3]),
            .init("heads", start: isLong ? 2 : 1, [1, 2, 4]),
            .init("gated", start: 0, [0, 1], "1: logistic gates on each branch"),
            .init(
                "negatives",
                start: isSession ? 512 : data.items <= ModelSettings.comparedMax ? 0 : 2048,
                [0, 512, 1024, 2048], "0: all items, where that is cheap"),
            .init(
                "dropout", start: isSession ? 0.3 : isLong ? 0.2 : 0.5, [0.1, 0.2, 0.3, 0.5],
                "of the branches"),
            .init(
                "batch", start: isSession ? 256 : isLong ? 8 : 32, [8, 16, 32, 64, 128, 256],
                "sequences of a step"),
            .init("rate", start: isSession ? 0.002 : 0.001, [0.0005, 0.001, 0.002]),
            .init(
                "length", start: isSession ? 1.4 : 0, [0, 1, 1.4],
                "that items' vectors are kept at; 0: any"),
            .init(
                "passes", start: isSession ? 6 : 0, [0, 6, 12],
                "the rate falls to 0 over so many; 0: it stays, and validation ends training"),
            .init(
                "window", start: isSession ? 50 : 0, [0, 20, 50, 200],
                "events of a sequence; 0: as many as are shown"),
            .fixed("inner", 4, "the feed-forward part's width, in widths"),
            .fixed("token_dropout", 1, "of the tokens' vectors; 1: as of the branches"),
            .fixed("own_dropout", 0.5, "of what items are beside their content"),
            .fixed("decay", 0, "weight decay, as a share of the rate"),
            .fixed("half_life", 692.8, "in steps, of the average of the weights; 0: no average"),
            .fixed("warmup", 100, "steps until the rate is reached"),
            .fixed("clip", 0, "the length of a gradient at most; 0: any"),
            .fixed("gbce", 0, "the t of gBCE in place of the softmax, above 0 to 1"),
            .fixed("patience", 3, "looks without a better figure that end training"),
        ])
    }

    static func transformer(
        _ settings: [Double], for evaluation: ModelEvaluation
    ) throws -> TransformerModel {
        let grid = transformerGrid(for: evaluation.extent)
        func number(_ name: String) -> Double { grid.value(of: name, in: settings) }
        let longest = evaluation.training.reduce(2) { max($0, $1.count) }
        var shape = ModelShape(items: evaluation.firstNew ?? evaluation.itemCount)
        shape.window = min(evaluation.historyMax, longest)
        shape.width = Int(number("width"))
        shape.inner = Int(number("inner") * number("width"))
        shape.blocks = Int(number("blocks"))
        shape.heads = Int(number("heads"))
        shape.isGated = number("gated") > 0
        var training = TrainingSettings()
        let negatives = Int(number("negatives"))
        training.loss = negatives > 0 ? .sampled(negatives: negatives) : .full
        if number("gbce") > 0 {
            training.loss = .calibrated(
                negatives: negatives > 0 ? negatives : 256, t: Float(number("gbce")))
        }
        training.dropout = Float(number("dropout"))
        let tokenDropout = Float(number("token_dropout"))
        training.tokenDropout = tokenDropout < 1 ? tokenDropout : nil
        training.ownDropout = Float(number("own_dropout"))
        training.batch = Int(number("batch"))
        training.learningRate = Float(number("rate"))
        training.itemLength = Float(number("length"))
        training.weightDecay = Float(number("decay"))
        training.averaging =
            number("half_life") > 0 ? Float(exp2(-1 / number("half_life"))) : 0
        training.warmup = Int(number("warmup"))
        training.gradientNormMax = Float(number("clip"))
        let passes = Int(number("passes"))
        if passes > 0 {
            training.epochs = passes
            training.course = .linear
        }
        if number("window") > 0 { shape.window = min(shape.window, Int(number("window"))) }
        training.tokens = shape.window
        training.crop = .whole
        training.seed = evaluation.seed
        training.threads = evaluation.threads
        if let problem = shape.problem { throw ValidationError("--set transformer: \(problem)") }
        guard training.batch > 0, training.dropout < 1, number("gbce") <= 1 else {
            throw ValidationError(
                "--set transformer: the batch must be 1 or more, dropout below 1, gbce at most 1")
        }
        var schedule = TransformerModel.Schedule()
        schedule.show = { printError($0) }
        schedule.patience = Int(number("patience"))
        schedule.interval = passes > 0 ? passes : evaluation.protocol == .sequence ? 2 : 1
        let teacher = try evaluation.teacher.map { try Transformer(checkpoint: $0) }
        guard teacher.map({ $0.shape.items == shape.items }) ?? true else {
            throw ValidationError("--distil: the model is one of another number of items")
        }
        return TransformerModel(
            shape, training, schedule, features: evaluation.features, teacher: teacher)
    }
}
