import Fuzzing
import Testing

/// A moment of what `bin/fuzz` does for as long as one likes. One after the other, since a target has
/// one folder for its files.
@Suite("Fuzz", .serialized)
struct FuzzTests {
    private static let inputs = 300

    @Test("seeds are taken", arguments: FuzzTarget.all)
    func seeds(_ target: FuzzTarget) throws {
        for seed in target.seeds { try target.check(seed) }
        try target.check([])
    }

    @Test("what is made of them traps nothing, and what must hold holds", arguments: FuzzTarget.all)
    func mutations(_ target: FuzzTarget) throws {
        let seed: UInt64 = 1
        var mutator = Mutator(target, seed: seed)
        for number in 0..<Self.inputs {
            let input = mutator.next()
            do { try target.check(input) } catch {
                Issue.record("\(target), seed \(seed), input \(number) \(input): \(error)")
                return
            }
        }
    }
}
