import Evaluation
import Testing

@Suite("Graded rankings")
struct GradedRankingTests {
    @Test(
        "figures of small rankings, computed by hand",
        arguments: [
            ([1, 0], [1], 1.0, 1.0, 1.0), ([0, 1], [1], 0.6309, 1, 0.5),
            ([0, 0], [1, 2], 0, 0, 0), ([2, 0, 1], [1, 2], 0.9639, 1, 1), ([], [1], 0, 0, 0),
            ([1], [], 0, 0, 1), (Array(repeating: 0, count: 10) + [1], [1], 0, 0, 0),
        ] as [([Int], [Int], Double, Double, Double)])
    func figures(shown: [Int], all: [Int], ndcg: Double, recall: Double, rank: Double) {
        let ranking = GradedRanking(shown: shown, all: all)
        #expect(abs(ranking.ndcg - ndcg) < 1e-4)
        #expect(abs(ranking.recall - recall) < 1e-9)
        #expect(abs(ranking.reciprocalRank - rank) < 1e-9)
    }
}
