/// A figure as a ratio of two sums over queries, kept apart by owner so that owners can be drawn.
///
/// A plain mean has a denominator of 1 a query; a weighted mean has the weight.
package struct Ratio: Sendable {
    package let name: String
    /// What the ratio is multiplied by: 100 for percent.
    package let scale: Double
    /// One element an owner, in the order of their first queries.
    package private(set) var numerators: [Double]
    package private(set) var denominators: [Double]

    /// The mean of `values`, one a query, each counted as often as its weight says.
    package init(
        _ name: String, scale: Double = 1, values: [Double], weights: [Double]? = nil,
        owners: [Int]
    ) {
        precondition(values.count == owners.count && weights?.count ?? values.count == values.count)
        self.name = name
        self.scale = scale
        numerators = []
        denominators = []
        var places: [Int: Int] = [:]
        for (query, owner) in owners.enumerated() {
            let place = places[owner] ?? numerators.count
            if place == numerators.count {
                places[owner] = place
                numerators.append(0)
                denominators.append(0)
            }
            let weight = weights?[query] ?? 1
            numerators[place] += weight * values[query]
            denominators[place] += weight
        }
    }

    package var value: Double {
        Self.value(numerators.reduce(0, +), denominators.reduce(0, +), scale)
    }

    static func value(_ numerator: Double, _ denominator: Double, _ scale: Double) -> Double {
        denominator > 0 ? scale * numerator / denominator : 0
    }
}

extension Metric {
    /// The metric over all queries, under its own name where none is given.
    ///
    /// The weights are one a query, such as those of `PopularityWeights`; all 1 where nil.
    package func ratio(
        _ outcomes: [Outcome], of queries: [Query], name: String? = nil, scale: Double = 1,
        weights: [Double]? = nil
    ) -> Ratio {
        Ratio(
            name ?? description, scale: scale, values: outcomes.map(value(of:)), weights: weights,
            owners: queries.map(\.owner))
    }
}
