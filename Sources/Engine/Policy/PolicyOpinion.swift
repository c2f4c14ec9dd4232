import Arrangement
import Commerce
import Policy

/// What the policy made of an answer, and what a candidate would have made of it.
struct PolicyOpinion: Sendable {
    /// A position of the answer under the candidate.
    struct Judgement: Hashable, Sendable {
        /// The candidate's chance of the item that was shown, given those above.
        var target: Double
        /// The reward that is foretold of it, and of what the candidate would draw.
        var predicted: Double
        var expected: Double
    }

    /// The policy that made the answer; nil: the ranker.
    var version: String?
    var isTreated: Bool
    /// Whether the policy that was to make it had nothing to say.
    var isFaulty: Bool
    /// Whether items that hardly anybody saw could rise by chance.
    var isExploring: Bool
    var question: PolicyQuestion
    /// What was arranged, before any policy; it begins with the question's items.
    let draft: [Recommender.Scored]
    /// What the scores of these items were multiplied by.
    var factors: [Float]
    /// The chance of each item to stand first.
    var chances: [Double]
    /// Of what was drawn from, from the ranker, in nats.
    var divergence: Double
    /// Chances of a click, by item, as the policy that learns foretells them; empty where it does not.
    var clicks: [Double]
    /// The candidate, what the scores would have been multiplied by with it, and what it holds the
    /// items to be worth.
    var candidate: (policy: LivePolicy, factors: [Float], worth: [Double])?
    private(set) var judgements: [Judgement] = []

    /// Judges the page by the candidate.
    ///
    /// - Parameters:
    ///   - page: What is shown.
    ///   - pins: How many of the page are pinned.
    ///   - recommender: That made the page.
    ///   - settings: Of the page.
    mutating func judge(
        _ page: [Recommender.Scored], pins: Int, _ recommender: Recommender,
        _ settings: PlacementSettings
    ) {
        guard let candidate, pins == 0 else { return }
        let known = Dictionary(
            draft.enumerated().map { ($1.learnt, $0) }, uniquingKeysWith: { first, _ in first })
        let shown = page.prefix(candidate.policy.looks.count).map { known[$0.learnt] }
            .prefix { $0 != nil }.compactMap(\.self)
        var draft = draft
        var values = Array(repeating: 0.0, count: draft.count)
        for place in candidate.factors.indices {
            draft[place].score *= candidate.factors[place]
            values[place] = candidate.worth[place]
        }
        let wanted = settings.arrangement
        let judged = Arrangement.judge(
            shown, draft.map { recommender.entry(of: $0, wanted) }, pinned: 0, values: values,
            wanted)
        judgements = judged.enumerated().map { position, judgement in
            let look = candidate.policy.looks[position]
            return Judgement(
                target: judgement.chance, predicted: look * values[shown[position]],
                expected: look * judgement.expected)
        }
    }
}
