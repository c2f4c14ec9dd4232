import Primitives
import Testing

@Suite("PersistentVector")
struct PersistentVectorTests {
    /// Around the edges of leaves (32) and of middle nodes (2,048).
    @Test("appends like an array", arguments: [0, 1, 31, 32, 33, 2047, 2048, 2049, 5000])
    func append(count: Int) {
        var vector = PersistentVector<Int>()
        for number in 0..<count { vector.append(number * 3) }
        #expect(vector.count == count)
        #expect(Array(vector) == (0..<count).map { $0 * 3 })
    }

    @Test("a copy keeps its content whatever happens to the other", arguments: 1...10)
    func valueSemantics(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        var versions = [(PersistentVector<Int>(), [Int]())]
        for _ in 0..<200 {
            var (vector, array) = random.pick(versions)
            for _ in 0..<random.index(below: 100) {
                if array.isEmpty || random.chance(0.7) {
                    let number = random.index(below: 1000)
                    vector.append(number)
                    array.append(number)
                } else {
                    let index = random.index(below: array.count)
                    vector[index] += 1
                    array[index] += 1
                }
            }
            versions.append((vector, array))
        }
        for (vector, array) in versions {
            #expect(vector.count == array.count)
            #expect(Array(vector) == array)
            #expect(array.indices.allSatisfy { vector[$0] == array[$0] })
        }
    }

    @Test("elements that are references to values change in place")
    func inPlace() {
        var vector = PersistentVector<[String]>()
        for _ in 0..<100 { vector.append([]) }
        let before = vector
        vector[40].append("a")
        vector[40].append("b")
        #expect(vector[40] == ["a", "b"])
        #expect(before[40].isEmpty)
    }
}
