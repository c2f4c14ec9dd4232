import Primitives

extension MarketShopper {
    /// Starts a visit.
    ///
    /// - Parameters:
    ///   - rest: the share of satiation that is left.
    ///   - refill: what has come back into the budget.
    ///   - time: days from the start.
    mutating func begin(resting rest: Float, refill: Double, at time: Double) {
        visits += 1
        steps = 0
        shown = []
        for leaf in satiation.indices { satiation[leaf] *= rest }
        spent = max(0, spent - refill)
        for place in session.indices { session[place] = 0 }
        stepsLeft = 2 + rng.index(below: 4)
    }

    mutating func remember(bought item: Int) {
        bought.append(item)
        if bought.count > Self.boughtMax { bought.removeFirst() }
    }

    /// Moves what is known of their interest towards an item's content.
    mutating func learn(_ content: [Float], rate: Float) {
        for place in interest.indices {
            interest[place] += rate * (content[place] - interest[place])
        }
    }

    mutating func learnInSession(_ content: [Float]) {
        for place in session.indices { session[place] += 0.5 * (content[place] - session[place]) }
    }
}
