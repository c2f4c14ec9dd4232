import Companions
import Neural
import Primitives
import Testing

@Suite("EASE")
struct EASETests {
    private static func sequences(
        _ count: Int, items: Int, _ random: inout SeededRNG
    ) -> [[UInt32]] {
        (0..<count).map { _ in
            (0..<random.index(below: 12)).map { _ in UInt32(1 + 3 * random.index(below: items)) }
        }
    }

    /// Gauss and Jordan, in doubles.
    private static func inverse(_ matrix: [[Double]]) -> [[Double]] {
        let order = matrix.count
        var left = matrix
        var right = matrix.indices.map { row in matrix.indices.map { $0 == row ? 1.0 : 0 } }
        for pivot in 0..<order {
            let scale = left[pivot][pivot]
            for column in 0..<order {
                left[pivot][column] /= scale
                right[pivot][column] /= scale
            }
            for row in 0..<order where row != pivot {
                let factor = left[row][pivot]
                for column in 0..<order {
                    left[row][column] -= factor * left[pivot][column]
                    right[row][column] -= factor * right[pivot][column]
                }
            }
        }
        return right
    }

    /// B by the book, over all item numbers.
    private static func naive(
        _ sequences: [[UInt32]], numbers: Int, _ settings: EASE.Settings
    ) -> [[Double]] {
        var gram = [[Double]](repeating: [Double](repeating: 0, count: numbers), count: numbers)
        for sequence in sequences {
            var row: [UInt32: Double] = [:]
            var weight = 1.0
            for item in sequence.reversed() {
                row[item] = row[item] ?? weight
                weight *= Double(settings.learningDecay)
            }
            for (a, x) in row { for (b, y) in row { gram[Int(a)][Int(b)] += x * y } }
        }
        for index in 0..<numbers { gram[index][index] += Double(settings.regularisation) }
        let inverse = Self.inverse(gram)
        return inverse.indices.map { row in
            inverse.indices.map { row == $0 ? 0 : -inverse[row][$0] / inverse[$0][$0] }
        }
    }

    @Test("B is that of a naive inverse and its diagonal zero", arguments: 1...4)
    func againstNaive(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let items = 2 + random.index(below: 25)
        let numbers = 3 * items + 1
        let sequences = Self.sequences(200, items: items, &random)
        var settings = EASE.Settings()
        settings.regularisation = Float(1 + random.index(below: 30))
        settings.learningDecay = random.chance(0.5) ? 1 : 0.8
        settings.decay = 0.7
        settings.historyMax = 8
        var model = EASE(settings)
        for sequence in sequences { model.learn(sequence: sequence) }
        try model.fit()
        let expected = Self.naive(sequences, numbers: numbers, settings)
        for a in 0..<numbers {
            #expect(model.weight(of: UInt32(a), given: UInt32(a)) == 0)
            for b in 0..<numbers {
                let weight = model.weight(of: UInt32(b), given: UInt32(a))
                #expect(abs(Double(weight) - expected[a][b]) < 1e-5, "seed \(seed), \(a), \(b)")
            }
        }
        var scores = [Float](repeating: 99, count: numbers)
        for history in Self.sequences(20, items: items + 5, &random) {
            model.score(history, into: &scores)
            var wanted = [Double](repeating: 0, count: numbers)
            var weight = 1.0
            for item in history.suffix(8).reversed() {
                if Int(item) < numbers {
                    for b in 0..<numbers { wanted[b] += weight * expected[Int(item)][b] }
                }
                weight *= 0.7
            }
            for (a, b) in zip(scores, wanted) { #expect(abs(Double(a) - b) < 1e-4, "seed \(seed)") }
        }
    }

    @Test("item numbers play no part", arguments: 1...4)
    func relabelled(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let sequences = Self.sequences(150, items: 30, &random)
        let names = (0..<200 as Range<UInt32>).shuffled(using: &random)
        var settings = EASE.Settings()
        settings.itemsMax = 20
        settings.denseMax = random.chance(0.5) ? 5 : 100
        settings.entriesMax = 6
        var model = EASE(settings)
        var other = EASE(settings)
        for sequence in sequences {
            model.learn(sequence: sequence)
            other.learn(sequence: sequence.map { names[Int($0)] })
        }
        try model.fit()
        try other.fit()
        #expect(model.count == 20)
        for a in 0..<100 as Range<UInt32> {
            for b in 0..<100 as Range<UInt32> {
                let renamed = other.weight(of: names[Int(b)], given: names[Int(a)])
                #expect(model.weight(of: b, given: a) == renamed, "seed \(seed)")
            }
        }
    }

    @Test("above a number of items, the largest entries of each row", arguments: 1...4)
    func sparse(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        let sequences = Self.sequences(150, items: 30, &random)
        var settings = EASE.Settings()
        var whole = EASE(settings)
        settings.denseMax = 10
        settings.entriesMax = 7
        var thinned = EASE(settings)
        for sequence in sequences {
            whole.learn(sequence: sequence)
            thinned.learn(sequence: sequence)
        }
        try whole.fit()
        try thinned.fit()
        for a in 0..<91 as Range<UInt32> {
            let row = (0..<91 as Range<UInt32>).map { whole.weight(of: $0, given: a) }
            let least = row.map(\.magnitude).sorted().suffix(7).first ?? 0
            for (b, weight) in row.enumerated() {
                let kept = thinned.weight(of: UInt32(b), given: a)
                #expect(kept == (weight.magnitude >= least ? weight : 0), "seed \(seed)")
            }
        }
        var scores = [Float](repeating: 0, count: 91)
        thinned.score([1], into: &scores)
        #expect(scores == (0..<91).map { thinned.weight(of: $0, given: 1) })
    }

    @Test("the most frequent items take part")
    func mostFrequent() throws {
        var settings = EASE.Settings()
        settings.itemsMax = 2
        var model = EASE(settings)
        for sequence in [[9, 5], [5, 7], [7, 8, 5]] as [[UInt32]] {
            model.learn(sequence: sequence)
        }
        try model.fit()
        #expect(model.count == 2)
        #expect(model.weight(of: 7, given: 5) > 0)
        #expect(model.weight(of: 9, given: 5) == 0)
    }

    @Test("an unfitted model and an empty one know nothing; a wrong λ is an error")
    func edges() throws {
        var model = EASE()
        var scores: [Float] = [9, 9, 9]
        model.score([1], into: &scores)
        #expect(scores == [0, 0, 0])
        try model.fit()
        model.learn(sequence: [1, 2])
        model.score([1], into: &scores)
        #expect(scores == [0, 0, 0])
        try model.fit()
        model.score([1, 99], into: &scores)
        #expect(scores[2] > 0)
        #expect(scores[1] == 0)
        var settings = EASE.Settings()
        settings.regularisation = -5
        var wrong = EASE(settings)
        wrong.learn(sequence: [1, 2])
        #expect(throws: NotPositiveDefinite.self) { try wrong.fit() }
    }
}
