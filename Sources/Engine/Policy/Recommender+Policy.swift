import Arrangement
import Commerce
import Policy
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The last stage before the draw: what the policy learnt corrects the scores of the best.
extension Recommender {
    /// Items that a policy looks at, and draws from: the best of the draft.
    static let policyMax = 48
    /// Of what hardly anybody saw: fewer than five impressions.
    private static let uncertaintyMin: Float = 0.7

    /// Corrects the scores of the best of a draft, where the shop has a policy for the placement, and
    /// leaves these alone in it.
    ///
    /// - Parameters:
    ///   - draft: What is arranged next.
    ///   - request: What is asked.
    ///   - person: Who asks.
    ///   - settings: Of the placement.
    ///   - seed: Of the answer's chance.
    /// - Returns: What the policy made of it, nil where none had a say, and in a replay; and what comes
    ///   after the draft.
    func correct(
        _ draft: inout [Scored], _ request: RecommendRequest, _ person: History?,
        _ settings: PlacementSettings, seed: UInt64
    ) -> (opinion: PolicyOpinion?, below: [Scored]) {
        let temperature = settings.arrangement.temperature
        guard temperature > 0, !draft.isEmpty else { return (nil, []) }
        if !corrections.isEmpty {
            let below = split(&draft, settings)
            apply(corrections, to: &draft)
            return (nil, below)
        }
        guard let stage = state.policy,
            stage.configuration.placements.contains(request.placement)
        else { return (nil, []) }
        var looked = draft
        let below = split(&looked, settings)
        let head = Array(looked.prefix(Self.policyMax))
        let base = head.map { log(Double(max($0.score, 1e-20))) / temperature }
        var question = policyQuestion(head, base: base, request, person)
        question.person = PolicyTrace.number(of: request.asker)
        let opinion = opinion(stage, question, looked, temperature, seed: seed)
        draft = looked
        apply(opinion.factors, to: &draft)
        return (opinion, below)
    }

    /// Leaves the best in a draft, best first, and after them what a quota of new items may need.
    private func split(_ draft: inout [Scored], _ settings: PlacementSettings) -> [Scored] {
        let sorted = draft.indices.sorted { (-draft[$0].score, $0) < (-draft[$1].score, $1) }
            .map { draft[$0] }
        let others = sorted.dropFirst(Self.policyMax)
        guard settings.arrangement.newMin > 0 else {
            draft = Array(sorted.prefix(Self.policyMax))
            return Array(others)
        }
        draft = sorted.prefix(Self.policyMax) + others.filter { isNew($0.learnt) }
        return others.filter { !isNew($0.learnt) }
    }

    private func opinion(
        _ stage: PolicyStage, _ question: PolicyQuestion, _ draft: [Scored],
        _ temperature: Double, seed: UInt64
    ) -> PolicyOpinion {
        let learning = stage.live.opinion(on: question)
        let isTreated = stage.isTreated(
            question.person == 0 ? Int(truncatingIfNeeded: seed) : question.person)
        let base = question.base
        let actor = stage.actor(isTreated: isTreated)
        let own = actor?.opinion(on: question)
        var logits = base
        if let own {
            logits = stage.logits(own, base)
            if actor === stage.licensed {
                logits = stage.servedLogits(logits, learning, base)
            }
        }
        let isFaulty = learning == nil || (actor != nil && own == nil)
        var rng = SeededRNG(seed: stableHash("exploration", seed: seed))
        let isExploring = rng.uniform() < stage.configuration.exploration
        if isExploring { explore(&logits, question, &rng) }
        var opinion = PolicyOpinion(
            version: actor.map { $0 === stage.licensed ? stage.live.name : $0.name },
            isTreated: isTreated, isFaulty: isFaulty, isExploring: isExploring,
            question: question, draft: draft,
            factors: factors(logits, base, temperature),
            chances: PlackettLuce.softmax(logits),
            divergence: TrustRegion.divergence(logits, base), clicks: learning?.clicks ?? [])
        if let judged = stage.judged(isTreated: isTreated),
            let own = judged.opinion(on: question)
        {
            opinion.candidate = (
                judged, factors(stage.logits(own, base), base, temperature), own.worth
            )
        }
        return opinion
    }

    /// Moves items that hardly anybody saw by what they might be better or worse than thought (Thompson,
    /// 1933). The noise follows from the answer's seed, and chances are those given the noise.
    private func explore(
        _ logits: inout [Double], _ question: PolicyQuestion, _ rng: inout SeededRNG
    ) {
        let width = PolicyInputs.item.count
        for place in logits.indices {
            let uncertainty = question.candidates[place * width + PolicyInputs.uncertainty]
            guard uncertainty >= Self.uncertaintyMin else { continue }
            logits[place] += 2 * Double(uncertainty) * rng.normal()
        }
    }

    /// What scores are to be multiplied by to have other logits. What all have together stays as it was.
    private func factors(_ logits: [Double], _ base: [Double], _ temperature: Double) -> [Float] {
        func logSum(_ values: [Double]) -> Double {
            let most = values.max() ?? 0
            return most + log(values.reduce(0) { $0 + exp($1 - most) })
        }
        let shift = logSum(logits) - logSum(base)
        return zip(logits, base).map { Float(exp(temperature * ($0 - $1 - shift))) }
    }

    private func apply(_ factors: [Float], to draft: inout [Scored]) {
        for (place, factor) in zip(draft.indices, factors) {
            draft[place].multiply(by: factor, .policy)
        }
    }
}
