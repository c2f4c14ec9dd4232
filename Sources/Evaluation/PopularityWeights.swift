/// Weights that undo how much more often a popular item is asked for.
///
/// Whether an interaction is observed depends on how much the item was shown, so plain metrics
/// favour models that repeat what is popular. The propensity of an item is taken as
/// `popularity ^ γ`, and each query counts one over the propensity of its target; as the sum is
/// divided by the weights' sum, the unknown factor cancels (self-normalised inverse propensity;
/// Yang et al., "Unbiased offline recommender evaluation for missing-not-at-random implicit
/// feedback", 2018). With γ = 0 nothing changes; with γ = 1 every item counts alike, however
/// often it is asked for. Low propensities make the figure noisy: read it with its interval.
package struct PopularityWeights: Sendable {
    package let gamma: Double
    private let counts: [Int]

    /// Popularity is how often an item is in training, by its number; never counts like once.
    package init(counts: [Int], gamma: Double = 0.5) {
        self.counts = counts
        self.gamma = gamma
    }

    package func weight(of item: UInt32) -> Double {
        power(Double(max(1, counts[Int(item)])), -gamma)
    }

    /// One weight a query: the mean over its targets.
    package func weights(of queries: [Query]) -> [Double] {
        queries.map { query in
            query.targets.reduce(0) { $0 + weight(of: $1) } / Double(query.targets.count)
        }
    }
}

/// How often each item is in the sequences.
package func itemCounts(_ sequences: [[UInt32]], itemCount: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: itemCount)
    for sequence in sequences {
        for item in sequence { counts[Int(item)] += 1 }
    }
    return counts
}
