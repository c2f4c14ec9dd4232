import Commerce
import Companions
import Features
import Primitives
import Ranking

extension Recommender {
    /// Says why an item has its place.
    func explanation(of scored: Scored, for request: RecommendRequest) -> Explanation {
        let item = scored.learnt
        var features: [(name: String, value: Double)] = [
            ("popularity", popularity(of: item)),
            ("trending", behaviour.trending.share(of: item)),
            ("new", isNew(item) ? 1 : 0),
        ]
        if Int(item) < behaviour.counters.count {
            let counters = behaviour.counters[Int(item)]
            func sum(_ counts: DailyCounts) -> Double {
                counts.days.reduce(0) { $0 + Double($1.count) }
            }
            features += [
                ("views", sum(counters.views)), ("carts", sum(counters.carts)),
                ("purchases", sum(counters.purchases)), ("impressions", sum(counters.impressions)),
            ]
        }
        if let seen = behaviour.history(of: request.asker)?.seen[item] {
            features.append(("seen", Double(seen)))
        }
        let vector = self.features(for: behaviour.history(of: request.asker))
        features += zip(FeatureVector.names, vector.values(of: facts(of: item))).map {
            ($0, Double($1))
        }
        if let base = scored.base { features.append(("base", Double(base))) }
        features += scored.basis.map { ("base:\($0.name.text)", Double($0.value)) }
        let objective = settings?.objective ?? RankingObjective()
        return Explanation(
            parts: scored.parts, features: features,
            outcomes: outcomes(of: scored, request, vector, by: objective),
            propensity: scored.propensity, isForced: scored.isForced)
    }
}
