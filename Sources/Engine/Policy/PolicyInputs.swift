import Commerce
import Companions
import Features
import Policy
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a policy reads. All of it follows from the log, so that a replay reads the same.
enum PolicyInputs {
    /// Of who asks, and for which placement.
    static let state =
        ["visits", "purchases", "carts", "known", "days_away", "shown_in_vain"]
        + Placement.allCases.map(\.rawValue)
    /// Of an item: what the ranker and the log say of it.
    static let item =
        ["score", "place", "personal", "popularity", "rising", "seen", "price"] + evidence
    /// The last of them, in the places where a learner in the simulator has its evidence.
    private static let evidence = ["rate", "rate_lately", "worth", "returns", "uncertainty"]
    static let uncertainty = item.count - 1
    /// Impressions that an item is believed to have had at the usual rate.
    private static let prior = 5.0

    static func state(
        _ placement: Placement, _ asker: Asker, _ person: History?, at time: Timestamp
    ) -> [Float] {
        let visits = person?.visits.suffix(50) ?? []
        func share(_ action: Visit.Action) -> Double {
            Double(visits.count { $0.action == action }) / Double(max(1, visits.count))
        }
        let days = visits.last.map { max(0, time - $0.time) / 86_400 } ?? 0
        let all = visits.count + (person?.earlier ?? 0)
        let numbers = [
            log1p(Double(all)) / 3, share(.purchase), share(.addToCart),
            asker.user == nil ? 0 : 1, log1p(min(days, 365)) / 3,
            log1p(Double(person?.seen.values.reduce(0, +) ?? 0)) / 4,
        ]
        return numbers.map(Float.init) + Placement.allCases.map { $0 == placement ? 1 : 0 }
    }

    /// What was made of an item: the rate at which it was turned to when shown, over four weeks and
    /// lately, as logarithms beside a twentieth; what follows a view; how little is known.
    static func evidence(_ counters: ItemCounters, at time: Timestamp) -> [Float] {
        func rate(days: Int) -> Double {
            let views = Double(counters.views.count(days: days, until: time))
            let shown = Double(counters.impressions.count(days: days, until: time))
            return log((views + 0.05 * prior) / (0.05 * (max(shown, views) + prior)))
        }
        let views = Double(counters.views.count(days: 28, until: time))
        let carts = Double(counters.carts.count(days: 28, until: time))
        let purchases = Double(counters.purchases.count(days: 28, until: time))
        let returns = Double(counters.returns.count(days: 28, until: time))
        let shown = Double(counters.impressions.count(days: 28, until: time))
        return [
            rate(days: 28) / 2, rate(days: 2) / 2,
            log1p((3 * carts + 10 * purchases) / (views + prior)),
            returns / (purchases + prior), (prior / (prior + shown)).squareRoot(),
        ].map(Float.init)
    }
}

extension Recommender {
    /// The question that a policy is asked about the best of a draft.
    ///
    /// - Parameters:
    ///   - head: Of the draft, best first.
    ///   - base: Their logits.
    ///   - request: What is asked.
    ///   - person: Who asks.
    /// - Returns: With the request's id still to come.
    func policyQuestion(
        _ head: [Scored], base: [Double], _ request: RecommendRequest, _ person: History?
    ) -> PolicyQuestion {
        let now = behaviour.latest
        let best = Double(max(head[0].score, 1e-20))
        let prices = head.map { scored in
            state.catalogue.item(scored.item)?.price.flatMap { $0.minor > 0 ? log($0.major) : nil }
        }
        let known = prices.compactMap(\.self)
        let meanPrice = known.reduce(0, +) / Double(max(1, known.count))
        var features: [Float] = []
        features.reserveCapacity(head.count * PolicyInputs.item.count)
        for (place, scored) in head.enumerated() {
            let score = log(max(Double(scored.score), 1e-20) / best)
            let own: [Double] = [
                max(-8, score) / 4, Double(place) / Double(Self.policyMax),
                scored.evidence.source == nil ? 0 : 1, popularity(of: scored.learnt),
                behaviour.trending.share(of: scored.learnt),
                log1p(Double(person?.seen[scored.learnt] ?? 0)) / 2,
                prices[place].map { max(-2, min(2, $0 - meanPrice)) } ?? 0,
            ]
            features += own.map(Float.init)
            let item = Int(scored.learnt)
            let counters =
                item < behaviour.counters.count ? behaviour.counters[item] : ItemCounters()
            features += PolicyInputs.evidence(counters, at: now)
        }
        return PolicyQuestion(
            request: "", person: 0, time: time.seconds / 86_400,
            state: PolicyInputs.state(request.placement, request.asker, person, at: now),
            items: head.map { Int($0.learnt) }, candidates: features, base: base)
    }
}
