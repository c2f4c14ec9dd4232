import Primitives
import Testing
import VectorIndex

@Suite("Vector table")
struct VectorTableTests {
    /// A table, a query and a set, of a shape that the seed draws.
    struct Sample {
        var dimensions: Int
        var count: Int
        var vectors: [Float]
        var query: [Float]
        var allowed: ItemSet
        var limit: Int

        /// Small whole numbers: sums are exact in any order, and many are equal.
        init(seed: UInt64, value: (inout SeededRNG) -> Float) {
            var random = SeededRNG(seed: seed)
            dimensions = seed % 3 == 0 ? 64 : 1 + random.index(below: 70)
            count = random.index(below: seed % 4 == 0 ? 40 : 3000)
            vectors = (0..<count * dimensions).map { _ in value(&random) }
            query = (0..<dimensions).map { _ in value(&random) }
            limit = [0, 1, 7, 100, 5000][random.index(below: 5)]
            allowed = ItemSet(count: count)
            let share = [0.003, 0.3, 1][random.index(below: 3)]
            for item in 0..<count where random.chance(share) { allowed.insert(item) }
        }

        static func wholeNumber(_ random: inout SeededRNG) -> Float {
            Float(random.index(below: 7) - 3)
        }

        var table: VectorTable { VectorTable(vectors.span, dimensions: dimensions) }

        /// The best by a sort of all scores.
        func expected(
            _ score: (Int) -> Float, allowed: ItemSet? = nil
        ) -> [ScoredItem] {
            let all = (0..<count).filter { allowed?.contains($0) ?? true }.map {
                ScoredItem(item: $0, score: score($0))
            }
            let sorted = all.filter { $0.score > -.infinity }.sorted {
                $0.score != $1.score ? $0.score > $1.score : $0.item < $1.item
            }
            return Array(sorted.prefix(limit))
        }

        func product(_ item: Int) -> Float {
            (0..<dimensions).reduce(0) { $0 + vectors[item * dimensions + $1] * query[$1] }
        }
    }

    @Test("a scan finds what a sort of all scores does, ties by number", arguments: 1...60)
    func exact(seed: UInt64) {
        let sample = Sample(seed: seed, value: Sample.wholeNumber)
        let table = sample.table
        #expect(
            table.best(sample.limit, for: sample.query.span) == sample.expected(sample.product),
            "seed \(seed)")
        #expect(
            table.best(sample.limit, for: sample.query.span, allowed: sample.allowed)
                == sample.expected(sample.product, allowed: sample.allowed),
            "seed \(seed), filtered")
    }

    @Test(
        "scores of real numbers are those of a naive product, in falling order", arguments: 1...20)
    func realNumbers(seed: UInt64) {
        let sample = Sample(seed: seed) { Float($0.normal()) }
        let found = sample.table.best(sample.limit, for: sample.query.span)
        let expected = sample.expected(sample.product)
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) {
            #expect(abs(a.score - b.score) < 1e-4, "seed \(seed)")
            #expect(abs(a.score - sample.product(a.item)) < 1e-4, "seed \(seed)")
        }
        for (a, b) in zip(found, found.dropFirst()) { #expect(a.score >= b.score) }
        #expect(Set(found.map(\.item)).count == found.count)
    }

    @Test("NaN and minus infinity are never returned, plus infinity is the best", arguments: 1...20)
    func notFinite(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let special: [Float] = [.nan, -.nan, .infinity, -.infinity, 0, -0, 3]
        let vectors = (0..<700).map { _ in special[random.index(below: special.count)] }
        let table = VectorTable(vectors.span, dimensions: 1)
        let query: [Float] = [1]
        let found = table.best(700, for: query.span)
        let expected = vectors.indices.filter { vectors[$0] > -.infinity }.sorted {
            vectors[$0] != vectors[$1] ? vectors[$0] > vectors[$1] : $0 < $1
        }
        #expect(found.map(\.item) == expected, "seed \(seed)")
        let none = VectorTable([Float](repeating: .nan, count: 300).span, dimensions: 1)
        #expect(none.best(10, for: query.span).isEmpty)
        #expect(QuantisedVectorTable(none).best(10, for: query.span).isEmpty)
    }

    @Test("falling and rising scores: each new block is better, or none is")
    func sortedScores() {
        let rising = (0..<5000).map(Float.init)
        let query: [Float] = [1]
        let negated: [Float] = [-1]
        let table = VectorTable(rising.span, dimensions: 1)
        #expect(table.best(100, for: query.span).map(\.item) == (4900..<5000).reversed())
        #expect(table.best(100, for: negated.span).map(\.item) == Array(0..<100))
    }

    @Test("blocks that are not admitted are skipped")
    func blocks() {
        let vectors = (0..<1000).map(Float.init)
        let query: [Float] = [1]
        var asked: [Range<Int>] = []
        let table = VectorTable(vectors.span, dimensions: 1)
        let found = table.best(3, for: query.span) {
            asked.append($0)
            return $0.lowerBound == 256
        }
        #expect(asked == [0..<256, 256..<512, 512..<768, 768..<1000])
        #expect(found.map(\.item) == [511, 510, 509])
    }

    @Test("a table gives its vectors back")
    func coordinates() {
        let sample = Sample(seed: 5) { Float($0.normal()) }
        let table = sample.table
        for item in 0..<sample.count {
            for dimension in 0..<sample.dimensions {
                #expect(
                    table[item, dimension] == sample.vectors[item * sample.dimensions + dimension])
            }
        }
    }

    @Test("sets of items", arguments: [0, 1, 63, 64, 65, 200])
    func itemSets(count: Int) {
        var set = ItemSet(allOf: count)
        #expect((0..<count).allSatisfy { set.contains($0) })
        var other = ItemSet(count: count)
        #expect(!(0..<count).contains { other.contains($0) })
        for item in stride(from: 0, to: count, by: 3) {
            set.remove(item)
            other.insert(item)
        }
        for item in 0..<count {
            #expect(set.contains(item) == (item % 3 != 0))
            #expect(other.contains(item) == (item % 3 == 0))
        }
        set.formIntersection(other)
        #expect(set == ItemSet(count: count))
    }
}
