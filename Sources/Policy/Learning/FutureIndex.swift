import Primitives

/// What a click changes in all that a person brings later, by what is known of the item: a surrogate
/// index (Athey et al., "The surrogate index", 2019), fitted by recursive least squares.
///
/// Of each slate it learns `later − expected ≈ b + Σ w·(1, features)`, the sum over the items clicked. The
/// intercept is what happens anyway, so that a click is only credited with the difference. It is kept
/// apart from the network: what is brought in days is so noisy that its gradients would drown those of
/// clicks in the shared layers, and so smooth in the items that a line is enough.
package struct FutureIndex: Sendable {
    /// Labels that count: the weight of one falls to 1/e after as many.
    private static let memory = 200_000.0
    /// The spread that weights are believed to have beside that of the noise, before any label.
    private static let prior = 0.01

    /// Intercept, click, features.
    private let count: Int
    package private(set) var weights: [Double]
    /// The inverse of the regularised moments, row after row.
    private var inverse: [Double]

    /// - Parameter features: floats of an item.
    package init(features: Int) {
        count = features + 2
        weights = Array(repeating: 0, count: count)
        inverse = Array(repeating: 0, count: count * count)
        for place in 0..<count { inverse[place * count + place] = Self.prior }
    }

    /// The regressors of a slate.
    ///
    /// - Parameters:
    ///   - features: of all candidates, one after the other.
    ///   - clicked: places of those that were clicked.
    /// - Returns: one number a weight.
    package func regressors(_ features: [Float], clicked: [Int]) -> [Double] {
        var sums = Array(repeating: 0.0, count: count)
        sums[0] = 1
        let width = count - 2
        for place in clicked {
            sums[1] += 1
            for column in 0..<width { sums[2 + column] += Double(features[place * width + column]) }
        }
        return sums
    }

    /// Takes what came after a slate, less what was expected; numbers that are none do nothing.
    ///
    /// - Parameters:
    ///   - regressors: of the slate.
    ///   - gain: discounted reward.
    package mutating func learn(_ regressors: [Double], _ gain: Double) {
        let kept = 1 - 1 / Self.memory
        let spread = (0..<count).map { row in
            (0..<count).reduce(0.0) { $0 + inverse[row * count + $1] * regressors[$1] }
        }
        let size = zip(regressors, spread).reduce(kept) { $0 + $1.0 * $1.1 }
        let error = zip(weights, regressors).reduce(gain) { $0 - $1.0 * $1.1 }
        guard error.isFinite, size.isFinite, size > 0 else { return }
        for row in 0..<count {
            let share = spread[row] / size
            weights[row] += share * error
            for column in 0..<count {
                let place = row * count + column
                inverse[place] = (inverse[place] - share * spread[column]) / kept
            }
        }
    }

    /// What a click on an item adds to the person's future.
    ///
    /// - Parameter features: of the item.
    /// - Returns: discounted reward.
    package func gain(of features: some Collection<Float>) -> Double {
        zip(features, weights.dropFirst(2)).reduce(weights[1]) { $0 + Double($1.0) * $1.1 }
    }
}
