import Primitives
import Ranking
import Testing

struct CandidateListTests {
    @Test func theBestOfEachSourceTogether() {
        let list = CandidateList(
            scores: [[5, 4, 3, 2, 1, 0], [0, 0, 0, 0.5, 0.7, 0]], scales: [.logits, .weights],
            depth: 2)
        #expect(list.items == [0, 1, 4, 3])
    }

    @Test func whatASourceDoesNotKnowItDoesNotPropose() {
        let list = CandidateList(
            scores: [[0, 0, -1], [0, 2, 0]], scales: [.weights, .weights], depth: 3)
        #expect(list.items == [1])
        #expect(
            CandidateList(scores: [[0, 0]], scales: [.weights], depth: 3).items.isEmpty)
    }

    @Test func logitsMayBeNegative() {
        let list = CandidateList(scores: [[-3, -1, -2]], scales: [.logits], depth: 2)
        #expect(list.items == [1, 2])
    }

    @Test func whatIsExcludedLeavesNoGap() {
        let list = CandidateList(
            scores: [[9, 8, 7, 6, 5]], scales: [.logits], depth: 3, excluding: [0, 2])
        #expect(list.items == [1, 3, 4])
    }

    @Test func tiesFallByNumber() {
        let list = CandidateList(scores: [[1, 1, 1, 1]], scales: [.logits], depth: 2)
        #expect(list.items == [0, 1])
    }

    @Test(arguments: 1...20)
    func asSortingWouldFindThem(seed: Int) {
        var random = SeededRNG(seed: UInt64(seed))
        let scores = (0..<200).map { _ in Float(random.index(below: 50)) }
        let depth = 1 + random.index(below: 60)
        let sorted = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        let known = sorted.filter { scores[$0] > 0 }
        let logits = CandidateList(scores: [scores], scales: [.logits], depth: depth)
        let weights = CandidateList(scores: [scores], scales: [.weights], depth: depth)
        #expect(logits.items == sorted.prefix(depth).map(UInt32.init), "seed \(seed)")
        #expect(weights.items == known.prefix(depth).map(UInt32.init), "seed \(seed)")
    }
}
