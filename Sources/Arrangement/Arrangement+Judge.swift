/// What another page's choices would have been worth here: for judging a policy by what one showed.
extension Arrangement {
    /// A position of a page that is judged.
    package struct Judgement: Hashable, Sendable {
        /// The chance of the item that was shown, given those above.
        package var chance: Double
        /// The mean value of what would be drawn there.
        package var expected: Double
    }

    /// Goes down a page that was drawn from other scores, and says what these make of each position.
    ///
    /// - Parameters:
    ///   - page: Places in the entries, from the top.
    ///   - entries: The candidates of that page, with the scores to be judged.
    ///   - pinned: How many of the page were pinned.
    ///   - values: What showing each entry is worth.
    ///   - settings: Of the page, with a temperature above 0.
    /// - Returns: One judgement a position.
    package static func judge(
        _ page: [Int], _ entries: [ArrangementEntry], pinned: Int, values: [Double],
        _ settings: ArrangementSettings
    ) -> [Judgement] {
        precondition(settings.temperature > 0 && values.count == entries.count)
        var arrangement = Arrangement(entries, settings)
        return page.enumerated().map { position, place in
            defer { arrangement.take(place) }
            guard position >= pinned else { return Judgement(chance: 1, expected: values[place]) }
            let weights = arrangement.weights()
            let sum = weights.reduce(0, +)
            return Judgement(
                chance: weights[place] / sum,
                expected: zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / sum)
        }
    }

    private func weights() -> [Double] {
        let mask = mask()
        let most = entries.indices.reduce(into: Float(0)) { most, place in
            if mask[place] { most = max(most, score(of: place)) }
        }
        return weights(mask, most: most)
    }
}
