import Arrangement
import Commerce
import Companions
import Features
import Primitives

/// Answers placements from one state: candidates, ranker, page, fill. Each stage takes what the one before
/// it gave, and all that decides an answer is in the arguments: the same give the same, scores included.
struct Recommender {
    let state: EngineState
    /// Rules act by it.
    let time: Timestamp
    let settings: PlacementSettings?
    /// What a policy made of the best of the draft when the answer was served: a replay takes it from
    /// the slate.
    var corrections: [Float] = []

    var behaviour: Behaviour { state.behaviour }

    /// - Parameters:
    ///   - state: Behaviour, catalogue, models.
    ///   - settings: Of the placement; the usual ones where nil.
    ///   - time: When.
    init(
        _ state: EngineState, _ settings: PlacementSettings? = nil,
        at time: Timestamp = Timestamp(microseconds: 0)
    ) {
        self.state = state
        self.settings = settings
        self.time = time
    }

    /// What gave the scores that were arranged.
    enum Ranker: String {
        /// The sum of what the sources say.
        case sources
        /// A weighted mean of the sources and the trained model.
        case pool
        /// The blend of both that was learnt from the shop's log.
        case blend
        /// What is likely to come of showing it, as learnt from what came of earlier answers.
        case tasks
    }

    struct Scored {
        /// What is shown: the learnt item, or a variant of it.
        var item: UInt32
        var learnt: UInt32
        var score: Float
        var evidence: Candidates.Evidence
        /// What the model gave it for what is likely to come of it.
        var chance: Reason.Chance?
        /// What the score is the sum of; nothing where nobody asks.
        var parts: [ScorePart] = []
        /// What it scored before rules and page.
        var relevance: Float = 0
        /// What sources and blend gave it beside the best; nil of what fills the page up.
        var base: Float?
        /// What that is the sum of, where a ranker followed; nothing where nobody asks.
        var basis: [ScorePart] = []
        var propensity: Double = 1
        /// Whether a pin, a quota or a cap put it there.
        var isForced = false
    }

    struct Recommendation {
        var items: [Scored]
        var ranker: Ranker
        /// The rules that acted.
        var rules: [Rule]
        /// The position from which on the list was filled up; nil where it was not.
        var filledFrom: Int?
        /// Whether there was no time for the model.
        var isHurried = false
        var stages: [(stage: AnswerStage, duration: Duration)] = []
        /// What the policy made of it; nil where there is none.
        var policy: PolicyOpinion?
    }

    /// The best `count` items for a request.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - count: Items at most.
    ///   - seed: Of the chance, where the placement's temperature leaves room for it.
    /// - Returns: The page, and what made it.
    func recommend(_ request: RecommendRequest, count: Int, seed: UInt64 = 0) -> Recommendation {
        let settings = settings ?? PlacementSettings(request.placement)
        var watch = StageWatch()
        let person = behaviour.history(of: request.asker)

        // 1. Candidates: what each source proposes, without what must not be shown.
        var (candidates, excluded) = gathered(request, person)
        let rules = rules(for: request, person)
        var request = request
        request.filter.without += rules.compactMap(\.action.hide)
        if settings.arrangement.newMin > 0 { addNew(&candidates) }
        let own = own(request)
        if let own { candidates.keep(own.keys) }

        watch.finish(.retrieve)

        // 2. Ranker: one score for each, from the sources and the trained model, while there is time.
        let isLate = request.isHurried || settings.deadline.map(watch.isPast) ?? false
        let isHurried = isLate && state.model != nil
        let ranker =
            isHurried ? .sources : addExpected(&candidates, request, person, excluding: excluded)
        watch.finish(.rank)

        // 3. Page: the best of them, in the order of what is likely to come of each, weighed by rules
        // and wishes, arranged beside each other.
        let isPlain = rules.isEmpty && settings.keepsOrder && tasks(of: request) == nil
        var (draft, rest) = best(
            candidates, request.filter, own: own, excluding: excluded, settings,
            count: isPlain ? count : max(count, Self.arrangedMax))
        let isRanked =
            !isHurried && rank(&draft, &rest, request, person, by: settings.objective)
        weigh(&draft, rules, settings, person)
        var policy: PolicyOpinion?
        var below: [Scored] = []
        if own == nil {
            (policy, below) = correct(&draft, request, person, settings, seed: seed)
        }
        let pins = pinned(rules, request.filter, &draft)
        var items = arranged(draft, pins: pins, count: count, settings, seed: seed)
        policy?.judge(items, pins: pins.count, self, settings)
        let shown = Set(below.isEmpty ? [] : items.map(\.learnt))
        items += (below + rest).lazy.filter { !shown.contains($0.learnt) }
            .prefix(count - items.count)

        // 4. Fill: a page is as long as was asked for, unless the placement may stay empty.
        var filledFrom: Int?
        if let own {
            filledFrom = items.count
            fill(&items, with: own, request, excluding: excluded)
            items = Array(items.prefix(count))
        } else if request.placement.isFilled, settings.scoreMin == nil, items.count < count {
            filledFrom = items.count
            fill(&items, to: count, request, excluding: excluded)
        }
        watch.finish(.arrange)
        return Recommendation(
            items: items, ranker: isRanked ? .tasks : ranker, rules: rules, filledFrom: filledFrom,
            isHurried: isHurried, stages: watch.stages, policy: policy)
    }
}
