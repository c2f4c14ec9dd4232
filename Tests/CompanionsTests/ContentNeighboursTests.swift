import Companions
import Foundation
import Primitives
import Testing

@Suite("Content neighbours")
struct ContentNeighboursTests {
    @Test(
        "likeness is the shared part of the weight, whatever the order of updates", arguments: 1...8
    )
    func againstNaive(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var model = ContentNeighbours()
        var kept: [UInt32: Set<UInt64>] = [:]
        for _ in 0..<600 {
            let item = UInt32(random.index(below: 120))
            if let old = kept[item] { model.remove(item, features: old) }
            kept[item] = nil
            guard random.chance(0.8) else { continue }
            let features = Set(
                (0..<random.index(below: 7)).map { _ in
                    stableHash("\(random.index(below: 1 + random.index(below: 50)))")
                })
            model.insert(item, features: features)
            kept[item] = features
        }
        #expect(model.count == kept.count)
        for (item, features) in kept {
            func weight(_ feature: UInt64) -> Double {
                let holders = kept.values.count { $0.contains(feature) }
                return holders > 1 ? pow(log(1 + Double(kept.count) / Double(holders)), 2) : 0
            }
            let total = features.reduce(0) { $0 + weight($1) }
            let found = model.candidates(like: features)
            let scores = Dictionary(uniqueKeysWithValues: zip(found.items, found.scores))
            for (other, others) in kept {
                let shared = features.intersection(others).reduce(0) { $0 + weight($1) }
                let expected = total > 0 ? shared / total : 0
                #expect(abs((scores[other] ?? 0) - expected) < 1e-9, "seed \(seed), item \(item)")
            }
        }
    }

    @Test("what very many items have is left out, unless there is nothing else")
    func bound() {
        var model = ContentNeighbours()
        for item in 0..<5000 as Range<UInt32> {
            model.insert(item, features: item < 3 ? [1, 2] : [1])
        }
        let rare = model.candidates(like: [1, 2])
        #expect(Set(rare.items) == [0, 1, 2])
        #expect(model.candidates(like: [1]).items.count == 5000)
        #expect(model.candidates(like: [3]).items.isEmpty)
    }
}
