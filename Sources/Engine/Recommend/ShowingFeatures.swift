import Commerce
import Features

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the multi-task ranker is told of an item that may be shown, when an answer is made as when it
/// is learnt from: what sources and blend make of it, the placement, and its `FeatureVector`.
enum ShowingFeatures {
    static let names =
        ["base"] + Placement.allCases.map { "at_\($0.rawValue)" } + FeatureVector.names

    /// The logarithm of the least share of the best score that is told from none.
    private static let logBaseMin: Float = -10

    /// Appends as many numbers as there are names.
    ///
    /// - Parameters:
    ///   - base: The score beside the best, 0...1.
    ///   - placement: Where it may be shown.
    ///   - item: What is known of it.
    ///   - vector: Of shopper and moment.
    ///   - row: Where they go.
    static func append(
        base: Float, _ placement: Placement, _ item: ItemFacts, _ vector: FeatureVector,
        to row: inout [Float]
    ) {
        row.append(max(logBaseMin, log(base)))
        for place in Placement.allCases { row.append(place == placement ? 1 : 0) }
        vector.append(item, to: &row)
    }
}
