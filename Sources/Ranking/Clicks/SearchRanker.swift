package import Neural

/// Orders what a search found by words, meaning and what shoppers did: learnt from their clicks, of
/// which a click model took what is only due to the position.
package struct SearchRanker: Sendable {
    private let ranker: ListRanker
    /// The mean of the signals that it learnt with.
    private let mean: Float

    fileprivate init(_ ranker: ListRanker, mean: Float) {
        self.ranker = ranker
        self.mean = mean
    }

    /// - Parameter candidates: Of one query.
    /// - Returns: A score each; higher is better.
    package func scores(of candidates: [SearchCandidate]) -> [Float] {
        ranker.scores(of: SearchFeatures.rows(candidates, mean: mean))
    }

    /// Learns from queries with signals of earlier sessions and clicks of later ones.
    ///
    /// It needs queries that the signals know and some that they do not, or it cannot tell what to do
    /// with new ones.
    package struct Training {
        private var training: ListTraining
        private let mean: Float

        /// - Parameters:
        ///   - mean: Of all signals.
        ///   - seed: Draws weights and order.
        package init(mean: Float, seed: UInt64) {
            self.mean = mean
            training = ListTraining(features: SearchFeatures.count, seed: seed)
        }

        /// Takes a query.
        ///
        /// - Parameters:
        ///   - candidates: With the signals of earlier sessions.
        ///   - outcomes: What later sessions made of each.
        ///   - owner: The query's number.
        package mutating func add(
            _ candidates: [SearchCandidate], outcomes: [ClickSignal], owner: Int
        ) {
            let seen = candidates.indices.filter { outcomes[$0].looks > 0 }
            training.add(
                SearchFeatures.rows(SearchFeatures.rows(candidates, mean: mean), seen),
                gains: seen.map { outcomes[$0].clicks }, chances: seen.map { outcomes[$0].looks },
                owner: owner, weight: seen.reduce(0) { $0 + outcomes[$1].clicks }.squareRoot())
        }

        /// - Returns: Nil where too few queries came.
        package consuming func fit() -> SearchRanker? {
            let mean = mean
            return training.fit().map { SearchRanker($0, mean: mean) }
        }
    }
}

/// In a safetensors file.
extension SearchRanker {
    private static let name = "search"

    package func save(to path: String) throws(SafetensorsError) {
        var writer = SafetensorsWriter()
        ranker.add(to: &writer, as: Self.name)
        let row = Tensor(rows: 1, columns: 1)
        row.array = [mean]
        writer.add("mean", row)
        try writer.write(to: path)
    }

    /// Nil where the file holds one of other features.
    package init?(checkpoint path: String) throws(SafetensorsError) {
        let file = try SafetensorsFile(path: path)
        guard
            let ranker = try ListRanker(
                from: file, named: Self.name, features: SearchFeatures.count)
        else { return nil }
        self.init(ranker, mean: try file.tensor("mean").array.first ?? 0)
    }
}
