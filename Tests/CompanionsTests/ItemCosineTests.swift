import Companions
import Primitives
import Testing

@Suite("Item cosine")
struct ItemCosineTests {
    @Test("cosines of the columns, shrunk; streamed or whole", arguments: 1...6)
    func againstNaive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var settings = ItemCosine.Settings()
        settings.shrinkage = random.chance(0.5) ? 0 : 3
        settings.historyMax = 4
        let sequences: [[UInt32]] = (0..<200).map { _ in
            (0..<random.index(below: 9)).map { _ in
                UInt32(random.index(below: 1 + random.index(below: 30)))
            }
        }
        var model = ItemCosine(settings)
        for sequence in sequences { model.learn(sequence: sequence) }
        let sets = sequences.map(Set.init)
        var pairs: [[UInt32]: Double] = [:]
        for set in sets { for a in set { for b in set { pairs[[a, b], default: 0] += 1 } } }
        func cosine(_ a: UInt32, _ b: UInt32) -> Double {
            let product = pairs[[a, a], default: 0] * pairs[[b, b], default: 0]
            let both = pairs[[a, b], default: 0]
            return both == 0 ? 0 : both / (product.squareRoot() + Double(settings.shrinkage))
        }
        for item in 0..<31 as Range<UInt32> {
            let neighbours = model.neighbours(of: item)
            let expected = (0..<31 as Range<UInt32>).filter { $0 != item && cosine(item, $0) > 0 }
            #expect(Set(neighbours.map(\.item)) == Set(expected), "seed \(seed)")
            for neighbour in neighbours {
                #expect(abs(Double(neighbour.weight) - cosine(item, neighbour.item)) < 1e-5)
            }
        }
        let history: [UInt32] = [9, 1, 2, 3, 2]
        var scores = [Float](repeating: 99, count: 31)
        model.score(history, into: &scores)
        for item in 0..<31 as Range<UInt32> {
            let expected = history.reversed().prefix(4).enumerated().reduce(0.0) { sum, asked in
                let weight = settings.decay.weight(asked.offset)
                return sum + (asked.element == item ? 0 : weight * cosine(asked.element, item))
            }
            #expect(abs(Double(scores[Int(item)]) - expected) < 1e-5, "seed \(seed)")
        }
    }

    @Test("a long sequence pairs each item with the last ones before it")
    func reach() {
        var settings = ItemCosine.Settings()
        settings.reach = 2
        var model = ItemCosine(settings)
        model.learn(sequence: [1, 2, 3, 2, 4])
        #expect(Set(model.neighbours(of: 4).map(\.item)) == [2, 3])
        #expect(Set(model.neighbours(of: 1).map(\.item)) == [2, 3])
        #expect(model.neighbours(of: 77).isEmpty)
    }
}
