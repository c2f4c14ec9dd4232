import Primitives
import Ranking
import TestSupport
import Testing

/// A ranker of search on made-up queries.
struct SearchRankerTests {
    /// Items of which words say a little and clicks on like queries much; those looked at more often
    /// have more clicks for that alone.
    private static func query(
        _ random: inout SeededRNG
    ) -> (candidates: [SearchCandidate], outcomes: [ClickSignal], best: Int) {
        let best = random.index(below: 8)
        var candidates: [SearchCandidate] = []
        var outcomes: [ClickSignal] = []
        for item in 0..<8 {
            let chance: Float = item == best ? 0.5 : 0.1
            let looks = Float(2 + 10 * (7 - item))
            candidates.append(
                SearchCandidate(
                    lexical: Float(random.uniform()), meaning: 0, own: .none,
                    shared: ClickSignal(clicks: chance * 20, looks: 20), item: .none,
                    popularity: 0))
            outcomes.append(ClickSignal(clicks: chance * looks, looks: looks))
        }
        return (candidates, outcomes, best)
    }

    @Test("it learns what a look is worth, not who was looked at, and a file keeps it")
    func learns() throws {
        var random = SeededRNG(seed: 5)
        var training = SearchRanker.Training(mean: 0.2, seed: 1)
        for owner in 0..<300 {
            let (candidates, outcomes, _) = Self.query(&random)
            training.add(candidates, outcomes: outcomes, owner: owner)
        }
        let ranker = try #require(training.fit())
        let directory = TemporaryDirectory()
        try ranker.save(to: directory.file("ranker"))
        let read = try #require(try SearchRanker(checkpoint: directory.file("ranker")))
        for _ in 0..<50 {
            let (candidates, _, best) = Self.query(&random)
            let scores = ranker.scores(of: candidates)
            #expect(scores.firstIndex(of: scores.max() ?? 0) == best)
            #expect(read.scores(of: candidates) == scores)
        }
        #expect(ranker.scores(of: []).isEmpty)
    }

    @Test("too few queries teach nothing")
    func nothing() {
        #expect(SearchRanker.Training(mean: 0.1, seed: 1).fit() == nil)
    }
}
