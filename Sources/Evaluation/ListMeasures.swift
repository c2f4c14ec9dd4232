/// What the lists are like, whether or not they hit: the first k items of each outcome.
///
/// Needs outcomes of an evaluator that keeps at least k items.
package enum ListMeasures {
    /// The share of the catalogue that stands in at least one list.
    package static func coverage(_ outcomes: [Outcome], k: Int, itemCount: Int) -> Double {
        var isShown = [Bool](repeating: false, count: itemCount)
        for outcome in outcomes {
            for item in outcome.list.prefix(k) { isShown[Int(item)] = true }
        }
        return itemCount > 0 ? Double(isShown.count { $0 }) / Double(itemCount) : 0
    }

    /// The mean self-information in bits: −log₂ of the share of training events that are of the
    /// item, every item counted once more than it was seen so that none has the share 0 (Zhou et
    /// al., "Solving the apparent diversity-accuracy dilemma of recommender systems", 2010).
    ///
    /// - Returns: One value an outcome; 0 for an empty list.
    package static func novelty(_ outcomes: [Outcome], k: Int, counts: [Int]) -> [Double] {
        let total = Double(counts.reduce(0, +) + counts.count)
        let bits = counts.map { logarithm(total / Double($0 + 1)) }
        return outcomes.map { outcome in
            let list = outcome.list.prefix(k)
            guard !list.isEmpty else { return 0 }
            return list.reduce(0) { $0 + bits[Int($1)] } / Double(list.count)
        }
    }

    /// One minus the mean similarity of the pairs in a list (Smyth & McClave, "Similarity vs.
    /// diversity", 2001).
    ///
    /// - Returns: One value an outcome; 0 for a list without a pair.
    package static func diversity(
        _ outcomes: [Outcome], k: Int, similarity: (UInt32, UInt32) -> Double
    ) -> [Double] {
        outcomes.map { outcome in
            let list = Array(outcome.list.prefix(k))
            guard list.count > 1 else { return 0 }
            var sum = 0.0
            for first in list.indices {
                for second in list.indices[(first + 1)...] {
                    sum += similarity(list[first], list[second])
                }
            }
            return 1 - sum / Double(list.count * (list.count - 1) / 2)
        }
    }

    /// Diversity where items of one category are alike and all others are not.
    package static func diversity(_ outcomes: [Outcome], k: Int, categories: [Int]) -> [Double] {
        diversity(outcomes, k: k) { first, second in
            categories[Int(first)] == categories[Int(second)] ? 1 : 0
        }
    }
}
