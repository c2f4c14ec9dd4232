/// A shopper reads from the top. What they look at attracts them or not; what they open satisfies
/// them or not; satisfied they end, else they go on with one chance for all.
///
/// An item's worth is that it attracts and satisfies.
struct DynamicModel {
    private static let rounds = 30
    private static let going = 0.9

    let relevance: ClickRelevance

    init(_ pairs: SessionPairs) {
        var (attraction, satisfaction) = (
            pairs.zeros.map { _ in 0.2 }, pairs.zeros.map { _ in 0.5 }
        )
        var going = Self.going
        var round = Round(pairs, attraction, satisfaction, going)
        for _ in 0..<Self.rounds {
            attraction = zip(round.clicks, round.looks).map { $0 / max($1, 1e-9) }
            satisfaction = zip(round.satisfied, round.clicks).map { $0 / max($1, 1e-9) }
            going = round.went / max(1, round.couldGo)
            round = Round(pairs, attraction, satisfaction, going)
        }
        relevance = ClickRelevance(pairs, clicks: round.satisfied, looks: round.looks)
    }

    /// What a round expects of each session, given the chances of the last. All down to the last
    /// click was looked at; how far the shopper went on is what is not known.
    private struct Round {
        var clicks: [Double]
        var looks: [Double]
        var satisfied: [Double]
        var went = 0.0
        var couldGo = 0.0

        init(
            _ pairs: SessionPairs, _ attraction: [Double], _ satisfaction: [Double],
            _ going: Double
        ) {
            (clicks, looks, satisfied) = (pairs.zeros, pairs.zeros, pairs.zeros)
            for (row, clicked) in zip(pairs.rows, pairs.clicks) where !row.isEmpty {
                let last = clicked.lastIndex(of: true)
                if let last {
                    for position in 0...last {
                        looks[row[position]] += 1
                        if clicked[position] { clicks[row[position]] += 1 }
                    }
                    went += Double(last)
                    couldGo += Double(last)
                }
                // Without a click the first is looked at all the same.
                let start = last ?? 0
                if last == nil { looks[row[0]] += 1 }
                let content = last.map { satisfaction[row[$0]] } ?? 0
                end(row, from: start, content, attraction, going, isClick: last != nil)
            }
        }

        /// Shares out where reading ended at or after `start`, with which it began surely.
        private mutating func end(
            _ row: [Int], from start: Int, _ content: Double, _ attraction: [Double],
            _ going: Double, isClick: Bool
        ) {
            // Weights of ending at each position from `start` on.
            var weights = [content + (1 - content) * (1 - going)]
            if start == row.count - 1 { weights[0] = 1 }
            var reach = (1 - content) * going
            for position in start + 1..<max(start + 1, row.count) {
                reach *= 1 - attraction[row[position]]
                weights.append(position == row.count - 1 ? reach : reach * (1 - going))
                reach *= going
            }
            let sum = max(weights.reduce(0, +), .leastNormalMagnitude)
            var beyond = 1.0
            for (step, weight) in weights.enumerated() {
                let position = start + step
                if step > 0 { looks[row[position]] += beyond }
                let isLast = position == row.count - 1
                let ended = weight / sum
                if step == 0 {
                    let satisfiedShare = isClick ? content / (isLast ? 1 : sum) : 0
                    if isClick { satisfied[row[position]] += satisfiedShare }
                    if !isLast { couldGo += beyond - satisfiedShare }
                } else if !isLast {
                    couldGo += beyond
                }
                beyond -= ended
                if !isLast { went += beyond }
            }
        }
    }
}
