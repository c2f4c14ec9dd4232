import Commerce
import Engine
import TextEncoder
import VectorIndex

/// Documents by their meaning: vectors of an encoder that is given, or of the shop's own, trained on
/// them.
struct MeaningRanking {
    private let table: VectorTable
    private let encode: (String) -> [Float]

    /// By an encoder of the BERT family.
    ///
    /// - Throws: `TextEncoderError`.
    init(_ items: [Item], encoder path: String) throws {
        let worker = TextEncoder.Worker(try TextEncoder(folder: path))
        let vectors = worker.encode(items: items.map { ItemText($0).joined })
        table = Self.table(vectors, items)
        encode = { UnitVector.normalised(worker.encode(query: $0)) }
    }

    /// By the shop's own encoder.
    init(_ items: [Item], examples: [ShopEncoderTrainer.Example], epochs: Int, seed: UInt64) {
        let encoder = ShopEncoder(seed: seed)
        let texts = items.map { ItemText($0) }
        let trainer = ShopEncoderTrainer(
            encoder, items: texts.map { ($0.title, $0.details) }, examples: examples, seed: seed)
        for _ in 0..<epochs {
            _ = trainer.catalogueEpoch()
            if !examples.isEmpty { _ = trainer.clickEpoch() }
        }
        table = Self.table(
            texts.flatMap { encoder.encode(title: $0.title, details: $0.details) }, items)
        encode = { encoder.encode(query: $0) }
    }

    private static func table(_ vectors: [Float], _ items: [Item]) -> VectorTable {
        VectorTable(vectors.span, dimensions: vectors.count / max(1, items.count))
    }

    /// The nearest documents and their cosines, nearest first.
    func best(_ count: Int, for query: String) -> [HybridRanking.Candidate] {
        table.best(count, for: encode(query).span).map {
            HybridRanking.Candidate(document: UInt32($0.item), score: $0.score)
        }
    }
}
