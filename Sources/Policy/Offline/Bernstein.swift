package import Evaluation

/// Empirical Bernstein bounds (Maurer and Pontil, "Empirical Bernstein bounds and sample variance
/// penalization", 2009, theorem 4).
package enum Bernstein {
    /// An interval of the mean of bounded values; their range is taken from the values themselves.
    ///
    /// - Parameters:
    ///   - values: independent.
    ///   - error: the chance that the mean lies outside.
    /// - Returns: the whole line where there are fewer than two values.
    package static func interval(of values: [Double], error: Double = 0.05) -> Interval {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / max(1, count)
        guard count > 1, let least = values.min(), let most = values.max() else {
            return Interval(low: -.infinity, high: .infinity)
        }
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let log = logarithm(4 / error)
        let width =
            (2 * variance * log / count).squareRoot()
            + 7 * (most - least) * log / (3 * (count - 1))
        return Interval(low: mean - width, high: mean + width)
    }
}
