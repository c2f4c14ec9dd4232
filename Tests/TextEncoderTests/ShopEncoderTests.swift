import Neural
import Primitives
import TestSupport
import Testing
import TextEncoder

/// The shop's own encoder: its gradient, what it learns, its file.
@Suite("Shop encoder")
struct ShopEncoderTests {
    /// Random features in a small table, with an item that comes twice and a query without features.
    private func batch(_ random: inout SeededRNG) -> InBatchSoftmax {
        let batch = InBatchSoftmax(batch: 8, dimensions: 4, temperature: 0.3)
        func features(_ count: Int) -> [Feature] {
            (0..<count).map { _ in
                Feature(
                    bucket: Int32(random.index(below: 16)),
                    weight: Float(0.2 + random.uniform()))
            }
        }
        for (number, count) in [(0, 3), (1, 1), (2, 5), (1, 2), (3, 0)] {
            batch.append(
                query: features(count), item: features(4), number: Int32(number),
                weight: Float(0.5 + random.uniform()), logFrequency: -Float(random.uniform()))
        }
        return batch
    }

    @Test("gradients are those of finite differences", arguments: 1...5)
    func gradient(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let batch = batch(&random)
        let table = Tensor(rows: 16, columns: 4)
        table.array = (0..<64).map { _ in Float(random.normal()) }
        let gradient = SparseGradient(tableRows: 16, columns: 4)
        _ = batch.evaluate(table, into: gradient)
        var found = [Float](repeating: 0, count: 64)
        for (place, row) in gradient.rows.enumerated() {
            for column in 0..<4 { found[4 * Int(row) + column] = gradient.values[place, column] }
        }
        let ignored = SparseGradient(tableRows: 16, columns: 4)
        let step: Float = 1e-2
        for row in 0..<16 {
            for column in 0..<4 {
                let value = table[row, column]
                table[row, column] = value + step
                let above = batch.evaluate(table, into: ignored)
                table[row, column] = value - step
                let below = batch.evaluate(table, into: ignored)
                table[row, column] = value
                // The gradient is that of the mean over five pairs.
                let slope = Float((above - below) / Double(2 * step) / 5)
                #expect(abs(slope - found[4 * row + column]) < 2e-3, "row \(row), \(column)")
            }
        }
    }

    /// Words that share no letter: only clicks can tell that they mean the same.
    @Test("clicks teach what words mean")
    func clicks() {
        let items = [
            ("crimson gown", ""), ("azure trousers", ""), ("oak table", ""), ("steel pot", ""),
        ]
        let queries = ["red dress", "blue jeans", "desk", "kitchen"]
        let encoder = ShopEncoder(buckets: 1 << 10, dimensions: 16, seed: 1)
        let examples = queries.indices.flatMap { index in
            (0..<8).map { _ in
                ShopEncoderTrainer.Example(query: queries[index], item: Int32(index))
            }
        }
        let trainer = ShopEncoderTrainer(encoder, items: items, examples: examples, seed: 1)
        let first = trainer.clickEpoch()
        var last = first
        for _ in 0..<30 { last = trainer.clickEpoch() }
        #expect(last < first / 4)
        for (index, query) in queries.enumerated() {
            let vector = encoder.encode(query: query)
            let scores = items.map { title, details in
                zip(vector, encoder.encode(title: title, details: details))
                    .reduce(0) { $0 + $1.0 * $1.1 }
            }
            #expect(scores.indices.max { scores[$0] < scores[$1] } == index)
        }
    }

    @Test("the same seed teaches the same; the file keeps it")
    func checkpoint() throws {
        let folder = TemporaryDirectory()
        func trained() -> ShopEncoder {
            let encoder = ShopEncoder(buckets: 1 << 8, dimensions: 8, seed: 4)
            let items = (0..<50).map { ("part \($0) of \($0 % 7)", "made of \($0 % 3)") }
            let trainer = ShopEncoderTrainer(encoder, items: items, examples: [], seed: 2)
            _ = trainer.catalogueEpoch()
            return encoder
        }
        let encoder = trained()
        let path = "\(folder.path)/encoder.safetensors"
        try encoder.save(to: path)
        let texts = ["part 3", "北京烤鸭", "", "!!"]
        for other in [trained(), try ShopEncoder(checkpoint: path)] {
            for text in texts { #expect(encoder.encode(query: text) == other.encode(query: text)) }
        }
        #expect(encoder.encode(query: "!!") == [Float](repeating: 0, count: 8))
    }

    @Test("a file of another kind is refused", arguments: ["bert", "distilbert"])
    func refused(name: String) {
        let error = #expect(throws: TextEncoderError.self) {
            try ShopEncoder(checkpoint: "\(Expected.folder)/\(name)/model.safetensors")
        }
        #expect(error?.code == .malformed)
        #expect(throws: TextEncoderError.self) { try ShopEncoder(checkpoint: "/nowhere") }
    }

    @Test("a join of rankings keeps what either found")
    func hybrid() {
        let lexical = [(1, 8.0), (2, 4.0)].map {
            HybridRanking.Candidate(document: $0.0, score: $0.1)
        }
        let dense = [(2, 0.9), (3, 0.8)].map {
            HybridRanking.Candidate(document: $0.0, score: $0.1)
        }
        let ranks = HybridRanking.reciprocalRank.join(lexical: lexical, dense: dense, limit: 9)
        #expect(ranks.map(\.document) == [2, 1, 3])
        let none = HybridRanking.weighted(0).join(lexical: lexical, dense: dense, limit: 2)
        #expect(none.map(\.document) == [1, 2] && none[0].score == 1)
        let half = HybridRanking.weighted(1).join(lexical: lexical, dense: dense, limit: 9)
        #expect(half.map(\.document) == [2, 1, 3])
    }
}
