/// A way to tell what a policy would have earned from what another one did.
package enum Estimator: Hashable, Sendable {
    /// Inverse propensity scoring (Horvitz and Thompson, 1952).
    case ips
    /// The same over the mean weight of each position (Swaminathan and Joachims, "The self-normalized
    /// estimator for counterfactual learning", 2015).
    case snips
    /// What the reward model predicts.
    case directMethod
    /// The model, corrected by weighted residuals (Dudík, Langford and Li, "Doubly robust policy
    /// evaluation and learning", 2011); with cascade weights the cascade-DR of Kiyohara et al.,
    /// "Doubly robust off-policy evaluation for ranking policies under the cascade behavior model",
    /// 2022.
    case doublyRobust
    /// Doubly robust where the weight is at most `weightMax`, the model elsewhere (Wang, Agarwal and
    /// Dudík, "Optimal and adaptive off-policy evaluation in contextual bandits", 2017).
    case switchDR(weightMax: Double)

    package var name: String {
        switch self {
        case .ips: "ips"
        case .snips: "snips"
        case .directMethod: "dm"
        case .doublyRobust: "dr"
        case .switchDR: "switch"
        }
    }

    /// What a decision adds to the numerator and denominator of each position: the value is the sum
    /// over positions of their ratios.
    func terms(
        of decision: LoggedDecision, _ weighting: SlateWeighting
    ) -> [(numerator: Double, denominator: Double)] {
        let weights = weighting.weights(of: decision)
        return decision.shown.indices.map { place in
            let entry = decision.shown[place]
            let weight = weights[place]
            let above = weighting == .cascade && place > 0 ? weights[place - 1] : 1
            let residual = entry.reward - entry.predicted
            switch self {
            case .ips: return (weight * entry.reward, 1)
            case .snips: return (weight * entry.reward, weight)
            case .directMethod: return (entry.expected, 1)
            case .doublyRobust: return (above * entry.expected + weight * residual, 1)
            case .switchDR(let most):
                return (
                    min(above, most) * entry.expected + (weight <= most ? weight * residual : 0), 1
                )
            }
        }
    }
}
