/// How the reward at a position is weighted by what the two policies would have shown.
package enum SlateWeighting: String, CaseIterable, Sendable {
    /// By the item at the position alone: the reward there depends on nothing else
    /// (Li et al., "Offline evaluation of ranking policies with click models", 2018).
    case item
    /// By the item and those above it, as shoppers read from the top (McInerney et al.,
    /// "Counterfactual evaluation of slate recommendations with sequential reward interactions",
    /// 2020). The propensities must be given those above.
    case cascade

    /// One weight a position.
    func weights(of decision: LoggedDecision) -> [Double] {
        var product = 1.0
        return decision.shown.map { entry in
            let ratio = entry.target / entry.propensity
            guard self == .cascade else { return ratio }
            product *= ratio
            return product
        }
    }
}
