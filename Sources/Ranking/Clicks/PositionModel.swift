/// A click is a look, which hangs on the position alone, times the item's attraction there.
package struct PositionModel: Sendable {
    private static let roundsMax = 100
    /// A round that changes no position's chance by more is the last.
    private static let tolerance = 1e-4

    /// The chance that each position is looked at; 1 for the first.
    package private(set) var looks: [Double]
    let relevance: ClickRelevance

    /// - Parameter sessions: As they were shown.
    package init(_ sessions: [SearchSession]) { self.init(SessionPairs(sessions)) }

    init(_ pairs: SessionPairs) {
        let depth = pairs.rows.map(\.count).max() ?? 0
        looks = (0..<depth).map { 1 / (1 + 0.25 * Double($0)) }
        var values = pairs.zeros.map { _ in 0.2 }
        for _ in 0..<Self.roundsMax {
            let round = Round(pairs, looks, values)
            let next = round.looks
            // Only the product is seen: what the first position's chance lacks is attraction's.
            let first = next.first ?? 1
            let change = zip(next, looks).map { abs($0 / first - $1) }.max() ?? 0
            looks = next.map { min(1, $0 / first) }
            values = zip(round.attracted, round.shown).map(/)
            if change < Self.tolerance { break }
        }
        let (clicked, looked) = Self.counts(pairs, looks)
        relevance = ClickRelevance(pairs, clicks: clicked, looks: looked)
    }

    /// Clicks of each pair, and how many looks its showings are worth.
    private static func counts(
        _ pairs: SessionPairs, _ looks: [Double]
    ) -> (clicked: [Double], looked: [Double]) {
        var (clicked, looked) = (pairs.zeros, pairs.zeros)
        for (row, clicks) in zip(pairs.rows, pairs.clicks) {
            for (position, pair) in row.enumerated() {
                looked[pair] += looks[position]
                if clicks[position] { clicked[pair] += 1 }
            }
        }
        return (clicked, looked)
    }

    /// What a round expects of each showing, given the chances of the last.
    private struct Round {
        var attracted: [Double]
        var shown: [Double]
        private var seen: [Double]
        private var showings: [Double]

        var looks: [Double] { zip(seen, showings).map { $0 / max(1, $1) } }

        init(_ pairs: SessionPairs, _ looks: [Double], _ values: [Double]) {
            (attracted, shown) = (pairs.zeros, pairs.zeros)
            seen = looks.map { _ in 0 }
            showings = seen
            for (row, clicks) in zip(pairs.rows, pairs.clicks) {
                for (position, pair) in row.enumerated() {
                    let (look, value) = (looks[position], values[pair])
                    let missed = max(1e-12, 1 - look * value)
                    let isClicked = clicks[position]
                    attracted[pair] += isClicked ? 1 : value * (1 - look) / missed
                    seen[position] += isClicked ? 1 : look * (1 - value) / missed
                    shown[pair] += 1
                    showings[position] += 1
                }
            }
        }
    }
}
