import Commerce
import Ranking

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How what the trained model expects and what the companions gathered become one list where nothing
/// better was learnt from the shop's own log (`BlendRehearsal`): a weighted mean of both (Stone, "The
/// opinion pool", 1961), each measured by its leader. The model's leader stands for 1 and others for
/// how probable they are beside it.
///
/// On a real shop's log (what customers of Online Retail bought anew in the month after it), all shares
/// up to 0.3 did as well as the companions alone, and larger ones worse: orders are not clicks.
struct LinearPool {
    /// The model's share, 0...1; the rest is the companions'.
    let model: Float
    /// Whether the model brings items in, or only orders those that are there.
    let admits: Bool
    /// Heads of the model, the first that it has: what is likely to come of a visit there counts as
    /// much as the visit. A page before the checkout wants what is put into the cart.
    let heads: [String]

    /// What the model expects of an item.
    struct Expected {
        var item: UInt32
        /// Of how likely they turn to it next.
        var logit: Float
        /// How likely they then do what counts.
        var chance: Reason.Chance?

        /// Makes the logit that of both coming true.
        mutating func weigh(by chance: Reason.Chance) {
            self.chance = chance
            logit += log(chance.probability)
        }
    }

    /// Nil where the model has no say.
    init?(_ placement: Placement) {
        switch placement {
        case .home: self.init(model: 0.3, admits: true)
        case .cart: self.init(model: 0.3, admits: true, heads: ["cart", "purchase"])
        case .similar: self.init(model: 0.2, admits: false)
        case .trending: self.init(model: 0.2, admits: false)
        case .boughtTogether, .recent, .again: return nil
        }
    }

    private init(model: Float, admits: Bool, heads: [String] = []) {
        self.model = model
        self.admits = admits
        self.heads = heads
    }

    /// What it makes of a blend's question.
    func scores(of list: CandidateList) -> [Float] {
        let parts = [BlendQuestion.companions, BlendQuestion.model].map { source in
            let logits = list.logits(of: source)
            let leader = logits.max() ?? 0
            return logits.map { $0.isFinite ? exp($0 - leader) : 0 }
        }
        return zip(parts[0], parts[1]).map { companions, expected in
            (1 - model) * companions + (admits || companions > 0 ? model * expected : 0)
        }
    }

    /// - Parameters:
    ///   - candidates: The companions'; those that may not be shown do not count as leaders.
    ///   - expected: The model's items.
    ///   - excluded: What may not be shown.
    func join(
        _ candidates: inout Candidates, _ expected: [Expected],
        excluding excluded: Set<UInt32>
    ) {
        guard let leader = expected.map(\.logit).max() else { return }
        var most: Float = 0
        for (item, evidence) in candidates.all where !excluded.contains(item) {
            most = max(most, evidence.score)
        }
        if most > 0 { candidates.scale(by: (1 - model) / most) }
        for expected in expected where admits || candidates.contains(expected.item) {
            candidates.add(
                expected.item, model * exp(expected.logit - leader), .model, .model,
                chance: expected.chance)
        }
    }
}
