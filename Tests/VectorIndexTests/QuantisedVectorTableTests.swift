import Primitives
import Testing
import VectorIndex

@Suite("Quantised vector table")
struct QuantisedVectorTableTests {
    typealias Sample = VectorTableTests.Sample

    static let ways = QuantisedVectorTable.Way.allCases.filter { $0 <= .best }

    @Test(
        "a scan is that of whole numbers by a naive sum, whatever the processor",
        arguments: 1...40, ways)
    func exact(seed: UInt64, way: QuantisedVectorTable.Way) {
        let sample = Sample(seed: seed) { Float($0.normal()) }
        let table = QuantisedVectorTable(sample.table, way: way)
        let query = QuantisedVectorTable.quantise(sample.query)
        var scores: [Float] = []
        for item in 0..<sample.count {
            let start = item * sample.dimensions
            let rounded = QuantisedVectorTable.quantise(
                Array(sample.vectors[start..<start + sample.dimensions]))
            let sum = zip(rounded.bytes, query.bytes).reduce(0) { $0 + Int($1.0) * Int($1.1) }
            scores.append(Float(sum) * rounded.scale)
        }
        for allowed in [nil, sample.allowed] {
            var expected = sample.expected({ scores[$0] }, allowed: allowed)
            for index in expected.indices { expected[index].score *= query.scale }
            let found = table.best(sample.limit, for: sample.query.span, allowed: allowed)
            #expect(found == expected, "seed \(seed)")
        }
    }

    @Test("the largest bytes do not overflow", arguments: [1, 4, 7, 64, 200], ways)
    func extremes(dimensions: Int, way: QuantisedVectorTable.Way) throws {
        let vectors = [Float](repeating: 1, count: dimensions)
        let query = [Float](repeating: -1, count: dimensions)
        let table = QuantisedVectorTable(
            VectorTable(vectors.span, dimensions: dimensions), way: way)
        let found = table.best(1, for: query.span) + table.best(1, for: vectors.span)
        try #require(found.count == 2)
        #expect(abs(found[0].score + Float(dimensions)) < 1e-3)
        #expect(abs(found[1].score - Float(dimensions)) < 1e-3)
    }

    @Test("rounding is off by half a step at most", arguments: 1...10)
    func rounding(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let vector = (0..<50).map { _ in Float(random.normal()) }
        let (bytes, scale) = QuantisedVectorTable.quantise(vector)
        for (value, byte) in zip(vector, bytes) {
            #expect(abs(value - Float(byte) * scale) <= 0.501 * scale)
            #expect(byte != -128)
        }
        #expect(bytes.contains { abs($0) == 127 })
    }

    @Test("vectors without a scale: zeros, subnormals, and what is not finite")
    func degenerate() {
        #expect(QuantisedVectorTable.quantise([]).bytes == [])
        #expect(QuantisedVectorTable.quantise([0, -0]).bytes == [0, 0])
        #expect(QuantisedVectorTable.quantise([1000 * .leastNonzeroMagnitude, 0]).bytes == [0, 0])
        for value in [Float.nan, .infinity, -.infinity] {
            #expect(QuantisedVectorTable.quantise([1, value]).scale.isNaN)
        }
        let vectors: [Float] = [1, .nan, 2, 0]
        let table = QuantisedVectorTable(VectorTable(vectors.span, dimensions: 1))
        let query: [Float] = [1]
        #expect(table.best(4, for: query.span).map(\.item) == [2, 0, 3])
        let broken: [Float] = [.nan]
        #expect(table.best(4, for: broken.span).isEmpty)
    }

    @Test("the best of the floats are among few times as many of the bytes", arguments: 1...5)
    func recall(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let vectors = (0..<4000 * 64).map { _ in Float(random.normal()) }
        let query = (0..<64).map { _ in Float(random.normal()) }
        let table = VectorTable(vectors.span, dimensions: 64)
        var candidates = ItemSet(count: table.count)
        for found in QuantisedVectorTable(table).best(80, for: query.span) {
            candidates.insert(found.item)
        }
        #expect(
            table.best(20, for: query.span, allowed: candidates)
                == table.best(20, for: query.span), "seed \(seed)")
    }
}
