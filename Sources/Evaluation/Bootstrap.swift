import Primitives

/// Intervals by drawing owners with replacement, as many as there are (Efron, "Bootstrap methods:
/// another look at the jackknife", 1979; the percentile interval).
///
/// An owner brings all their queries. The same seed draws the same owners, so figures that are
/// drawn together are comparable resample by resample.
package struct Bootstrap: Sendable {
    package let resamples: Int
    package let seed: UInt64

    package init(seed: UInt64, resamples: Int = 1000) {
        precondition(resamples > 0)
        self.seed = seed
        self.resamples = resamples
    }

    /// The interval of each figure. All must be over the same owners.
    package func intervals(_ ratios: [Ratio]) -> [Interval] {
        draws(ratios).map(Interval.init(of:))
    }

    /// Compares figure by figure: the first model's minus the second's, on the same resamples.
    ///
    /// Both must be over the same queries in the same order.
    package func comparisons(_ first: [Ratio], _ second: [Ratio]) -> [Comparison] {
        precondition(first.count == second.count)
        let draws = draws(first + second)
        return first.indices.map { index in
            let differences = zip(draws[index], draws[first.count + index]).map { $0 - $1 }
            let above = differences.count { $0 > 0 }
            return Comparison(
                name: first[index].name,
                difference: first[index].value - second[index].value,
                interval: Interval(of: differences),
                shareAbove: Double(above) / Double(resamples))
        }
    }

    /// The value of each figure in each resample.
    private func draws(_ ratios: [Ratio]) -> [[Double]] {
        guard let owners = ratios.first?.numerators.count else { return [] }
        precondition(ratios.allSatisfy { $0.numerators.count == owners }, "owners differ")
        var random = SeededRNG(seed: seed)
        var values = ratios.map { _ in [Double]() }
        var times = [Double](repeating: 0, count: owners)
        for _ in 0..<resamples {
            for owner in times.indices { times[owner] = 0 }
            for _ in 0..<owners { times[random.index(below: owners)] += 1 }
            for (index, ratio) in ratios.enumerated() {
                var numerator = 0.0
                var denominator = 0.0
                for owner in 0..<owners {
                    numerator += times[owner] * ratio.numerators[owner]
                    denominator += times[owner] * ratio.denominators[owner]
                }
                values[index].append(Ratio.value(numerator, denominator, ratio.scale))
            }
        }
        return values
    }
}
