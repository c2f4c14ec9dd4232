import ArgumentParser
import TextEncoder
import VectorIndex

/// How well vectors alone find what queries mean.
struct EvaluateMeaning: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meaning", abstract: "NDCG@10 of vectors alone on a BEIR folder.",
        discussion: """
            With --encoder, by that model; else by the shop's own encoder, trained on the folder's \
            documents and, with --click-epochs, on the judgments of queries with odd numbers. Figures \
            are of odd and of even numbers apart; those of even ones are to be reported.
            """)

    @Option(help: "The folder: corpus, queries and judgments.") var beir: String
    @Option(help: "The file of queries within it.") var queries = "queries.jsonl.gz"
    @Option(help: "The folder of an encoder of the BERT family.") var encoder: String?
    @Option(help: "Passes over the documents.") var epochs = 5
    @Option(help: "Passes over the judgments of odd queries.") var clickEpochs = 0
    @Option(help: "Draws the shop's own encoder.") var seed: UInt64 = 1
    @Flag(help: "Print one line of JSON.") var json = false

    func run() async throws {
        let folder = try BEIRFolder(beir, queries: queries)
        let clock = ContinuousClock()
        var rankings: [[UInt32]] = []
        let duration = try clock.measure {
            rankings = try encoder.map { try encoded(folder, by: $0) } ?? trained(folder)
        }
        var figures = Figures()
        for isForTuning in [true, false] {
            let gains = zip(folder.queries, rankings).filter { $0.0.isForTuning == isForTuning }
                .map { $0.0.gain(of: $0.1) }
            let mean = gains.reduce(0, +) / Double(max(1, gains.count))
            figures.add(
                isForTuning ? "NDCG@10_tune" : "NDCG@10", mean, "\(gains.count) queries")
        }
        figures.add("seconds", duration / .seconds(1), "training, encoding and searching")
        figures.print(asJSON: json)
    }

    private func encoded(_ folder: BEIRFolder, by path: String) throws -> [[UInt32]] {
        let worker = TextEncoder.Worker(try TextEncoder(folder: path))
        let vectors = worker.encode(items: folder.documents.map { "\($0.title) \($0.text)" })
        return rankings(folder, vectors) { UnitVector.normalised(worker.encode(query: $0)) }
    }

    private func trained(_ folder: BEIRFolder) -> [[UInt32]] {
        let encoder = ShopEncoder(seed: seed)
        let clicks = folder.queries.filter(\.isForTuning).flatMap { query in
            query.grades.sorted { $0.key < $1.key }.map { document, grade in
                ShopEncoderTrainer.Example(
                    query: query.text, item: Int32(document), weight: Float(grade))
            }
        }
        let trainer = ShopEncoderTrainer(
            encoder, items: folder.documents.map { ($0.title, $0.text) },
            examples: clickEpochs > 0 ? clicks : [], seed: seed)
        for epoch in 0..<max(epochs, clickEpochs) {
            if epoch < epochs { _ = trainer.catalogueEpoch() }
            if epoch < clickEpochs { _ = trainer.clickEpoch() }
        }
        let vectors = folder.documents.flatMap {
            encoder.encode(title: $0.title, details: $0.text)
        }
        return rankings(folder, vectors) { encoder.encode(query: $0) }
    }

    private func rankings(
        _ folder: BEIRFolder, _ vectors: [Float], _ encode: (String) -> [Float]
    ) -> [[UInt32]] {
        let table = VectorTable(
            vectors.span, dimensions: vectors.count / max(1, folder.documents.count))
        return folder.queries.map { query in
            table.best(10, for: encode(query.text).span).map { UInt32($0.item) }
        }
    }
}
