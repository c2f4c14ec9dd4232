import ArgumentParser
import Neural
import SequenceModel

/// A whole epoch of training on recorded behaviour, several times, beside what the machine's cores
/// reach in products of matrices that stay in the cache.
struct BenchTrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Tokens a second of training the sequence model.",
        discussion: """
            The file is one that `martlet evaluate sequence` reads. As there, the last two events of \
            each user are left out.
            """)

    @Option(help: "The file of interactions.") var interactions: String
    @Option(help: "Tokens of a sequence at most.") var maxLength = 200
    @Option(help: "Sequences of a step.") var batch = 128
    @Option(help: "Floats of an item's vector.") var width = 64
    @Option(help: "Blocks of the transformer.") var blocks = 2
    @Option(help: "Attention heads.") var heads = 2
    @Option(help: "Negatives of the sampled softmax.") var negatives = 256
    @Option(help: "The share of elements that is dropped.") var dropout: Float = 0.2
    @Option(help: "Epochs measured, after one that is not.") var repeats = 3
    @Option(help: "Threads.") var threads = 2
    @Flag(help: "Print one line of JSON.") var json = false

    func validate() throws {
        guard maxLength > 1, batch > 0, repeats > 0, threads > 0, negatives > 0 else {
            throw ValidationError("lengths and counts must be positive")
        }
    }

    func run() async throws {
        let data = try SequenceFile.interactions(interactions)
        var set = TrainingSet()
        for sequence in data.sequences { set.append(EventSequence(items: sequence.dropLast(2))) }
        var shape = ModelShape(items: data.itemCount)
        shape.width = width
        shape.blocks = blocks
        shape.heads = heads
        shape.inner = 4 * width
        shape.window = maxLength
        if let problem = shape.problem { throw ValidationError(problem) }
        var settings = TrainingSettings()
        settings.loss = .sampled(negatives: negatives)
        settings.batch = batch
        settings.tokens = maxLength
        settings.dropout = dropout
        settings.threads = threads
        let trainer = Trainer(Transformer(shape, seed: 1), settings)
        let clock = ContinuousClock()
        var rates: [Double] = []
        var tokens = 0
        for index in 0...repeats {
            var epoch = Trainer.Epoch()
            let duration = clock.measure { epoch = trainer.epoch(set) }
            tokens = epoch.tokens
            if index > 0 { rates.append(Double(epoch.tokens) / (duration / .seconds(1))) }
        }
        let median = rates.sorted()[rates.count / 2]
        let operations = Double(trainer.operations(perTokenOf: set))
        let peak = MatrixPeak.measure(threads: threads)
        var figures = Figures()
        figures.add("tokens_per_s", median, "median of \(repeats) epochs")
        figures.add("tokens_per_epoch", Double(tokens), "")
        figures.add("flop_per_token", operations, "forward and backward, matrices and attention")
        figures.add("gflops", median * operations / 1e9, "of them, a second")
        figures.add(
            "peak_gflops", peak / 1e9, "256 × 256 products in the cache, \(threads) threads")
        figures.add("peak_share", median * operations / peak, "")
        figures.print(asJSON: json)
    }
}
