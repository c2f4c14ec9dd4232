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
    /// Items that a policy looks at: the best of the draft.
    static let policyMax = 32
    /// Of what hardly anybody saw: fewer than five impressions.
    private static let uncertaintyMin: Float = 0.7

    /// Corrects the scores of the best of a draft, where the shop has a policy for the placement.
    ///
    /// - Parameters:
    ///   - draft: What is arranged next.
    ///   - request: What is asked.
    ///   - person: Who asks.
    ///   - settings: Of the placement.
    ///   - seed: Of the answer's chance.
    /// - Returns: Nil where no policy had a say, and in a replay.
    func correct(
        _ draft: inout [Scored], _ request: RecommendRequest, _ person: History?,
        _ settings: PlacementSettings, seed: UInt64
    ) -> PolicyOpinion? {
        let temperature = settings.arrangement.temperature
        guard temperature > 0, !draft.isEmpty else { return nil }
        let places = Array(
            draft.indices.sorted { (-draft[$0].score, $0) < (-draft[$1].score, $1) }
                .prefix(Self.policyMax))
        if !corrections.isEmpty {
            apply(corrections, to: &draft, places)
            return nil
        }
        guard let stage = state.policy,
            stage.configuration.placements.contains(request.placement)
        else { return nil }
        let head = places.map { draft[$0] }
        let base = head.map { log(Double(max($0.score, 1e-20))) / temperature }
        var question = policyQuestion(head, base: base, request, person)
        question.person = PolicyTrace.number(of: request.asker)
        let opinion = opinion(stage, question, places, temperature, seed: seed)
        if let opinion { apply(opinion.factors, to: &draft, places) }
        return opinion
    }

    private func opinion(
        _ stage: PolicyStage, _ question: PolicyQuestion, _ places: [Int], _ temperature: Double,
        seed: UInt64
    ) -> PolicyOpinion? {
        guard let learning = stage.live.opinion(on: question) else { return nil }
        let isTreated = stage.isTreated(
            question.person == 0 ? Int(truncatingIfNeeded: seed) : question.person)
        let base = question.base
        let actor = stage.actor(isTreated: isTreated)
        var logits = base
        if let actor, let own = actor.opinion(on: question) {
            logits = stage.logits(own, base)
            if actor === stage.licensed { logits = stage.servedLogits(logits, question) }
        }
        var rng = SeededRNG(seed: stableHash("exploration", seed: seed))
        let isExploring = rng.uniform() < stage.configuration.exploration
        if isExploring { explore(&logits, question, &rng) }
        var opinion = PolicyOpinion(
            version: actor.map { $0 === stage.licensed ? stage.live.name : $0.name },
            isTreated: isTreated, isExploring: isExploring, question: question, places: places,
            factors: factors(logits, base, temperature),
            chances: PlackettLuce.softmax(logits),
            divergence: TrustRegion.divergence(logits, base), clicks: learning.clicks)
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

    /// What scores are to be multiplied by to have other logits. What all items of the policy have
    /// together, beside those below them, stays as it was.
    private func factors(_ logits: [Double], _ base: [Double], _ temperature: Double) -> [Float] {
        func logSum(_ values: [Double]) -> Double {
            let most = values.max() ?? 0
            return most + log(values.reduce(0) { $0 + exp($1 - most) })
        }
        let shift = logSum(logits) - logSum(base)
        return zip(logits, base).map { Float(exp(temperature * ($0 - $1 - shift))) }
    }

    private func apply(_ factors: [Float], to draft: inout [Scored], _ places: [Int]) {
        for (factor, place) in zip(factors, places) { draft[place].multiply(by: factor, .policy) }
    }
}
