import Primitives
import Testing

@Suite("Selection and packed lists")
struct SelectionTests {
    @Test("the n-th largest is that of a sorted copy", arguments: 1...8)
    func selection(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for _ in 0..<200 {
            let many = 1 + random.index(below: 60)
            // Many of them equal.
            let values = (0..<many).map { _ in Double(random.index(below: 1 + many / 2)) }
            let sorted = values.sorted(by: >)
            for rank in 1...many {
                var moved = values
                #expect(moved.select(largest: rank) == sorted[rank - 1], "seed \(seed)")
            }
        }
    }

    @Test("packed lists are lists, and a copy does not change", arguments: 1...6)
    func packedLists(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var packed = PackedLists()
        var plain: [[UInt32]] = []
        var kept: (packed: PackedLists, plain: [[UInt32]]) = (packed, plain)
        for turn in 0..<3000 {
            if plain.isEmpty || random.chance(0.1) {
                packed.append()
                plain.append([])
            }
            let list = random.index(below: plain.count)
            if random.chance(0.02) {
                packed.removeAll(from: list)
                plain[list] = []
            } else {
                let value = UInt32(truncatingIfNeeded: random.next())
                packed.append(value, to: list)
                plain[list].append(value)
            }
            if turn == 1500 { kept = (packed, plain) }
        }
        for (packed, plain) in [(packed, plain), kept] {
            #expect(packed.count == plain.count)
            for (list, values) in plain.enumerated() {
                let held = packed.with(list) { span in span.indices.map { span[$0] } }
                #expect(held == values, "seed \(seed), list \(list)")
            }
        }
    }
}
