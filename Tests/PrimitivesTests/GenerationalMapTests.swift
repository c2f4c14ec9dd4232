import Primitives
import Testing

@Suite("GenerationalMap")
struct GenerationalMapTests {
    /// The same two generations, with plain dictionaries.
    private struct Reference {
        var young: [Int: Int] = [:]
        var old: [Int: Int] = [:]
        let capacity: Int

        mutating func add(_ key: Int, _ amount: Int) {
            if young[key] == nil {
                let moved = old.removeValue(forKey: key) ?? 0
                if young.count >= max(1, capacity / 2) {
                    old = young
                    young = [:]
                }
                young[key] = moved
            }
            young[key, default: 0] += amount
        }

        mutating func remove(_ key: Int) {
            young[key] = nil
            old[key] = nil
        }
    }

    @Test("behaves like two dictionaries, and copies stay as they were", arguments: 1...10)
    func againstDictionaries(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let capacity = 2 + random.index(below: 40)
        var map = GenerationalMap<Int, Int>(capacity: capacity)
        var reference = Reference(capacity: capacity)
        var copies: [(GenerationalMap<Int, Int>, Reference)] = []
        for step in 0..<2000 {
            let key = random.index(below: 2 * capacity)
            if random.chance(0.9) {
                map.update(key, default: 0) { $0 += step }
                reference.add(key, step)
            } else {
                map.remove(key)
                reference.remove(key)
            }
            #expect(map.count <= capacity)
            if step % 200 == 0 { copies.append((map, reference)) }
        }
        for (map, reference) in copies + [(map, reference)] {
            #expect(map.count == reference.young.count + reference.old.count)
            for key in 0..<2 * capacity {
                #expect(map[key] == reference.young[key] ?? reference.old[key])
            }
        }
    }

    @Test("forgets what was not written for longest")
    func forgets() {
        var map = GenerationalMap<String, Int>(capacity: 4)
        for key in ["a", "b", "c", "a", "d", "e"] { map.update(key, default: 0) { $0 += 1 } }
        #expect(map["a"] == 2)
        #expect(map["b"] == nil)
        #expect(map["e"] == 1)
    }

    @Test("keeps at least half the capacity of the keys last written", arguments: 1...10)
    func recent(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var map = GenerationalMap<Int, Int>(capacity: 20)
        var order: [Int] = []
        for _ in 0..<500 {
            let key = random.index(below: 100)
            map.update(key, default: 0) { $0 += 1 }
            order.removeAll { $0 == key }
            order.append(key)
            #expect(order.suffix(10).allSatisfy { map[$0] != nil })
        }
    }

    @Test("restores from its generations")
    func restores() {
        var map = GenerationalMap<Int, Int>(capacity: 6)
        for key in 0..<5 { map.update(key, default: 0) { $0 = key } }
        var restored = GenerationalMap<Int, Int>(capacity: 6)
        restored.restore(young: map.young, old: map.old)
        for key in [9, 1, 8, 7] {
            map.update(key, default: 0) { $0 += 1 }
            restored.update(key, default: 0) { $0 += 1 }
        }
        #expect(restored.young == map.young)
        #expect(restored.old == map.old)
    }

    @Test("what it holds weighs no more than it may, whatever grows", arguments: 1...10)
    func weight(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var map = GenerationalMap<Int, Int>(capacity: 1000, weightMax: 200) { $0 }
        for _ in 0..<2000 {
            let key = random.index(below: 100)
            if random.chance(0.05) { map.remove(key) }
            map.update(key, default: 1) { $0 = random.index(below: 12) }
            // Each half may be past its own by what its last entry and later changes brought.
            let weight = [map.young, map.old].reduce(0) { sum, generation in
                generation.reduce(sum) { $0 + $1.value }
            }
            #expect(weight <= 200 + 2 * 12)
            #expect(map[key] != nil)
        }
    }

    @Test("a change that throws leaves the entry usable")
    func throwing() {
        struct Stop: Error {}
        var map = GenerationalMap<Int, Int>(capacity: 4)
        #expect(throws: Stop.self) {
            try map.update(1, default: 5) { _ in throw Stop() }
        }
        #expect(map[1] == 5)
    }
}
