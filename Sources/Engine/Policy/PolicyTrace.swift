import Commerce
import Policy
import Primitives

/// An answer that a policy is to learn from: what it was asked, what was shown, and with what chances.
struct PolicyTrace: Sendable {
    var decision: PolicyDecision
    /// `ranker`, or a policy.
    var version: String?
    var isTreated: Bool
    var isExploring: Bool
    var isFaulty: Bool
    /// What the answer took.
    var seconds: Double
    var divergence: Double
    /// By position, the chance of a click that was foretold; empty where none was.
    var clicks: [Double]
    /// The candidate that judged it.
    var candidate: String?
    var judgements: [PolicyOpinion.Judgement]

    /// Positions that are learnt from: those that hold items the policy looked at, down to the first that
    /// does not, or that a rule, a quota or a cap chose.
    ///
    /// - Parameters:
    ///   - opinion: What the policy made of the answer.
    ///   - request: The answer's id.
    ///   - page: What is shown.
    ///   - duration: What the answer took.
    ///   - countMax: Positions at most.
    init?(
        _ opinion: PolicyOpinion, request: String, _ page: some Sequence<Recommender.Scored>,
        duration: Duration, countMax: Int
    ) {
        var question = opinion.question
        question.request = request
        let ranks = Dictionary(
            question.items.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var slate: [Int] = []
        var propensities: [Double] = []
        for scored in page {
            guard slate.count < countMax, !scored.isForced, let rank = ranks[Int(scored.learnt)]
            else { break }
            slate.append(rank)
            propensities.append(scored.propensity)
        }
        guard !slate.isEmpty else { return nil }
        decision = PolicyDecision(
            question: question, features: question.candidates, slate: slate,
            propensities: propensities, firstChances: slate.map { opinion.chances[$0] },
            clicked: Array(repeating: false, count: slate.count),
            rewards: Array(repeating: 0, count: slate.count))
        version = opinion.version
        isTreated = opinion.isTreated
        isExploring = opinion.isExploring
        isFaulty = opinion.isFaulty
        seconds = duration / .seconds(1)
        divergence = opinion.divergence
        clicks = opinion.clicks.isEmpty ? [] : slate.map { opinion.clicks[$0] }
        candidate = opinion.candidate?.policy.name
        judgements = Array(opinion.judgements.prefix(slate.count))
    }

    /// The same number for who asks again; 0 for nobody.
    static func number(of asker: Asker) -> Int {
        Subject(user: asker.user, visitor: asker.visitor, session: asker.session)
            .map(number) ?? 0
    }

    static func number(_ subject: Subject) -> Int {
        Int(truncatingIfNeeded: stableHash(subject.name))
    }
}
