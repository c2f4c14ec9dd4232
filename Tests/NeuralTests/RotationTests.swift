import Neural
import Primitives
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Rotation")
struct RotationTests {
    private static let reach = 300

    /// (heads, floats of a head)
    static let sizes = [(1, 2), (2, 8), (3, 10), (2, 32), (1, 64)]

    @Test("each pair is turned as a complex number; values stay", arguments: sizes)
    func turns(heads: Int, size: Int) {
        var random = SeededRNG(seed: 3)
        let rotation = Rotation(heads: heads, size: size, positions: Self.reach)
        let before = Tensor.random(5, 3 * heads * size, &random)
        let positions: [Int32] = [0, 1, 7, 299, 2]
        let after = Tensor.room(5, before.columns)
        after.copy(before)
        rotation.apply(to: after, at: positions)
        #expect(after.roomIsUntouched)
        for (row, position) in positions.enumerated() {
            for part in 0..<3 * heads {
                for pair in 0..<size / 2 {
                    let (low, high) = (part * size + pair, part * size + pair + size / 2)
                    let (a, b) = (Double(before[row, low]), Double(before[row, high]))
                    let angle =
                        part < 2 * heads
                        ? Double(position) / pow(1000, 2 * Double(pair) / Double(size)) : 0
                    #expect(abs(Double(after[row, low]) - a * cos(angle) + b * sin(angle)) < 1e-5)
                    #expect(abs(Double(after[row, high]) - a * sin(angle) - b * cos(angle)) < 1e-5)
                }
            }
        }
        rotation.apply(to: after, at: positions, back: true)
        for (found, expected) in zip(after.array, before.array) {
            #expect(abs(found - expected) < 1e-5)
        }
    }

    @Test("the product of a query and a key depends on their distance alone")
    func distance() {
        var random = SeededRNG(seed: 4)
        let rotation = Rotation(heads: 1, size: 32, positions: Self.reach)
        let once = Tensor.random(1, 96, &random)
        let products = [0, 40, 280].map { (start: Int32) in
            let both = Tensor(rows: 2, columns: 96)
            for row in 0..<2 { for column in 0..<96 { both[row, column] = once[0, column] } }
            rotation.apply(to: both, at: [start, start + 19])
            return (0..<32).reduce(Float(0)) { $0 + both[1, $1] * both[0, 32 + $1] }
        }
        #expect(abs(products[0] - products[1]) < 1e-4 && abs(products[0] - products[2]) < 1e-4)
    }
}
