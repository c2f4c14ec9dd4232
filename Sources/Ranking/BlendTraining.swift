/// Learns from queries whose answer is known how to order candidates.
///
/// Sources must not have learnt from the queries that a blend learns from, or it trusts those most
/// that remember best.
package struct BlendTraining {
    private let features: CandidateFeatures
    private var training: ListTraining

    package init(_ features: CandidateFeatures, seed: UInt64) {
        self.features = features
        training = ListTraining(features: features.count, seed: seed)
    }

    /// Queries that teach something so far.
    package var count: Int { training.count }

    /// Takes a query; one of whose answers none is a candidate teaches nothing and is left out.
    ///
    /// - Parameters:
    ///   - list: The candidates.
    ///   - history: What the shopper had, oldest first.
    ///   - frequency: Of the candidates.
    ///   - answers: What came next: several items where they came together, as in an order.
    ///   - owner: Whose query it is: those of one owner are never in two folds.
    package mutating func add(
        _ list: CandidateList, history: [UInt32], frequency: ItemFrequency, answers: [UInt32],
        owner: Int
    ) {
        let places = answers.compactMap { list.items.firstIndex(of: $0) }
        guard !places.isEmpty else { return }
        var gains = [Float](repeating: 0, count: list.count)
        for place in places { gains[place] = 1 }
        training.add(
            features.rows(of: list, history: history, frequency: frequency), gains: gains,
            owner: owner)
    }

    /// Trains the blend.
    ///
    /// - Parameter show: Is told of each pass.
    /// - Returns: The blend; nil where a fold has no query.
    package consuming func fit(show: (String) -> Void = { _ in }) -> Blend? {
        let features = features
        return training.fit(show: show).map { Blend(features: features, ranker: $0) }
    }
}
