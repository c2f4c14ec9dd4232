import Ranking
import Testing

/// The fixed order by clicks, for shops that asked too few queries to learn one.
struct AttractionOrderTests {
    private static let mean: Float = 0.2

    private static func order(_ signals: [(own: ClickSignal, shared: ClickSignal)]) -> [Int] {
        let scores = AttractionOrder.scores(
            of: signals.map {
                SearchCandidate(
                    lexical: 1, meaning: 0, own: $0.own, shared: $0.shared, item: .none,
                    popularity: 0)
            }, mean: mean)
        return scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    }

    private static func own(_ clicks: Float, of looks: Float) -> (ClickSignal, ClickSignal) {
        (ClickSignal(clicks: clicks, looks: looks), .none)
    }

    private static func shared(_ clicks: Float, of looks: Float) -> (ClickSignal, ClickSignal) {
        (.none, ClickSignal(clicks: clicks, looks: looks))
    }

    @Test("without clicks all stay where words put them")
    func words() {
        #expect(Self.order(Array(repeating: Self.own(0, of: 0), count: 5)) == [0, 1, 2, 3, 4])
        #expect(Self.order([]).isEmpty)
    }

    @Test("what was opened rises, for the query or for one like it, and nobody's look is no fault")
    func evidence() {
        let unseen = Self.own(0, of: 0)
        #expect(Self.order([unseen, unseen, Self.own(20, of: 40)]) == [2, 0, 1])
        #expect(Self.order([unseen, unseen, Self.shared(20, of: 40)]) == [2, 0, 1])
        // The second was looked at in vain; the third, below it, by nobody.
        #expect(Self.order([unseen, Self.own(0, of: 40), unseen]) == [0, 2, 1])
    }

    @Test("the same share of more looks says more, and one click does not turn a list around")
    func looks() {
        let unseen = Self.own(0, of: 0)
        #expect(Self.order([unseen, Self.own(1, of: 2), Self.own(50, of: 100)])[0] == 2)
        #expect(Self.order([Self.own(30, of: 60), unseen, Self.own(1, of: 1)]) == [0, 2, 1])
    }
}
