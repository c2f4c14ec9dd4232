package import Evaluation

/// What a policy would have earned a decision.
package struct OffPolicyEstimate: Hashable, Sendable {
    package let estimator: String
    package let value: Double
    /// The percentile interval of resampled decisions; 95 %.
    package let bootstrap: Interval
    /// Holds for any number of decisions, as far as the largest contribution seen bounds the others;
    /// 95 %, and wider.
    package let bernstein: Interval
}

/// How well a log can tell about a policy.
package struct Overlap: Hashable, Sendable {
    /// Decisions of the target policy's own that would tell as much (Kish, 1965): of all positions,
    /// over their number.
    package let effectiveSample: Double
    /// Near 1 if the propensities are right.
    package let meanWeight: Double
    package let weightMax: Double
    /// Shown items that the target policy would never show there.
    package let zeroShare: Double
}
